package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.reply.evaluation.Confusion;
import com.ovhi.outreach.reply.suggestion.Suggester;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How well the parser reads the corpus: a confusion table per language, precision and recall; and how many of the opt-outs
 * and emergencies that no rule has recognised are suggested as such to whoever reads them.
 */
final class CorpusReport {

    private static final Suggester SUGGESTER = Suggester.ofResource();

    private final ReplyCorpus corpus;
    private final Confusion confusion = new Confusion();
    private final List<String> misread = new ArrayList<>();
    private final Map<Intent, Integer> suggested = new EnumMap<>(Intent.class);
    private final Map<Intent, Integer> suggestedFalsely = new EnumMap<>(Intent.class);
    private int ordinaryStopped;
    private int forPerson;

    CorpusReport(ReplyCorpus corpus, Understanding understanding) {
        this.corpus = corpus;
        for (var reply : corpus.replies()) {
            var understood = reply.understood(understanding);
            var meant = reply.meant();
            if (understood.needsPerson()) {
                forPerson++;
                SUGGESTER.beside(understood, reply.text()).ifPresent(each -> suggest(meant, each.intent()));
            }
            if (meant == null) {
                ordinaryStopped += understood.intent() == Intent.STOP ? 1 : 0;
            } else {
                confusion.add(meant, understood.intent());
            }
            if (meant == null ? understood.intent() == Intent.STOP : meant != understood.intent()) {
                misread.add("%s %s %s -> %s (%s): %s"
                        .formatted(
                                reply.part().name().toLowerCase(Locale.ROOT),
                                reply.language(),
                                meant == null ? "ordinary" : meant.code(),
                                understood.intent().code(),
                                understood.matchedRule(),
                                reply.text()));
            }
        }
    }

    private void suggest(@Nullable Intent meant, Intent suggestion) {
        (suggestion == meant ? suggested : suggestedFalsely).merge(suggestion, 1, Integer::sum);
    }

    /** Of what meant an intent, how much was taken for it or suggested to be it. */
    double recallWithSuggestions(Intent intent) {
        return Confusion.share(confusion.right(intent) + suggested.getOrDefault(intent, 0), confusion.meant(intent));
    }

    /** Of what rules leave to a person, how much is suggested to be an intent that it is not. */
    double falselySuggested(Intent intent) {
        return forPerson == 0 ? 0 : (double) suggestedFalsely.getOrDefault(intent, 0) / forPerson;
    }

    /** Of what was taken for an intent, how much was meant so. Ordinary sentences count against stop only. */
    double precision(Intent intent) {
        return Confusion.share(
                confusion.right(intent), confusion.taken(intent) + (intent == Intent.STOP ? ordinaryStopped : 0));
    }

    /** Of what meant an intent, how much was taken for it. */
    double recall(Intent intent) {
        return confusion.recall(intent);
    }

    int ordinaryStopped() {
        return ordinaryStopped;
    }

    List<String> misread() {
        return misread;
    }

    String text() {
        var text = new StringBuilder("%d replies, %d ordinary sentences%n%s"
                .formatted(corpus.labelled().size(), corpus.ordinary().size(), confusion.text()));
        for (var intent : List.of(Intent.STOP, Intent.EMERGENCY)) {
            text.append(
                    "%s: recall %.1f %% by rules, %.1f %% with suggestions; suggested falsely: %d of %d for a person%n"
                            .formatted(
                                    intent.code(),
                                    100 * recall(intent),
                                    100 * recallWithSuggestions(intent),
                                    suggestedFalsely.getOrDefault(intent, 0),
                                    forPerson));
        }
        return text.append("ordinary sentences taken for a stop: %d%n".formatted(ordinaryStopped))
                .toString();
    }

    /**
     * Prints the report of each language, of all, of what was held out and of what nobody has seen; with {@code misread}, also
     * what went wrong in the part that may be looked at.
     */
    public static void main(String[] arguments) {
        var understanding = Understanding.ofWordLists();
        var corpus = ReplyCorpus.load();
        for (var language : ReplyCorpus.LANGUAGES) {
            print(language, new CorpusReport(corpus.in(language), understanding));
        }
        var all = new CorpusReport(corpus, understanding);
        print("all languages", all);
        print("held out", new CorpusReport(corpus.only(ReplyCorpus.Part.HELD_OUT), understanding));
        print("unseen", new CorpusReport(corpus.only(ReplyCorpus.Part.UNSEEN), understanding));
        if (List.of(arguments).contains("misread")) {
            new CorpusReport(corpus.only(ReplyCorpus.Part.DEVELOPMENT), understanding)
                    .misread()
                    .forEach(CorpusReport::line);
        }
    }

    private static void print(String title, CorpusReport report) {
        line("== " + title);
        line(report.text());
    }

    @SuppressWarnings("PMD.SystemPrintln")
    private static void line(String text) {
        System.out.println(text);
    }
}
