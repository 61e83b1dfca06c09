package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Intent;
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
    private final Map<Intent, Map<Intent, Integer>> confusion = new EnumMap<>(Intent.class);
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
                SUGGESTER.beside(understood.intent(), reply.text()).ifPresent(each -> suggest(meant, each.intent()));
            }
            if (meant == null) {
                ordinaryStopped += understood.intent() == Intent.STOP ? 1 : 0;
            } else {
                confusion
                        .computeIfAbsent(meant, _ -> new EnumMap<>(Intent.class))
                        .merge(understood.intent(), 1, Integer::sum);
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
        var meant = meant(intent);
        return meant == 0 ? 1 : (double) (right(intent) + suggested.getOrDefault(intent, 0)) / meant;
    }

    /** Of what rules leave to a person, how much is suggested to be an intent that it is not. */
    double falselySuggested(Intent intent) {
        return forPerson == 0 ? 0 : (double) suggestedFalsely.getOrDefault(intent, 0) / forPerson;
    }

    /** Of what was taken for an intent, how much was meant so. Ordinary sentences count against stop only. */
    double precision(Intent intent) {
        var taken = confusion.values().stream()
                        .mapToInt(row -> row.getOrDefault(intent, 0))
                        .sum()
                + (intent == Intent.STOP ? ordinaryStopped : 0);
        return taken == 0 ? 1 : (double) right(intent) / taken;
    }

    /** Of what meant an intent, how much was taken for it. */
    double recall(Intent intent) {
        var meant = meant(intent);
        return meant == 0 ? 1 : (double) right(intent) / meant;
    }

    private int meant(Intent intent) {
        return confusion.getOrDefault(intent, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    int ordinaryStopped() {
        return ordinaryStopped;
    }

    List<String> misread() {
        return misread;
    }

    private int right(Intent intent) {
        return confusion.getOrDefault(intent, Map.of()).getOrDefault(intent, 0);
    }

    String text() {
        var text = new StringBuilder("%d replies, %d ordinary sentences%n%-14s"
                .formatted(corpus.labelled().size(), corpus.ordinary().size(), "meant \\ read"));
        for (var read : Intent.values()) {
            text.append("%7s".formatted(abbreviated(read)));
        }
        text.append("%7s%7s%n".formatted("prec.", "recall"));
        confusion.forEach((meant, row) -> {
            text.append("%-14s".formatted(meant.code()));
            for (var read : Intent.values()) {
                text.append("%7s".formatted(row.containsKey(read) ? row.get(read) : "."));
            }
            text.append("%7.1f%7.1f%n".formatted(100 * precision(meant), 100 * recall(meant)));
        });
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

    private static String abbreviated(Intent intent) {
        var code = intent.code();
        return code.length() <= 6 ? code : code.substring(0, 6);
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
