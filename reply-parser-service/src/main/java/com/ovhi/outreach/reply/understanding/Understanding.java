package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Intent;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides what a reply means: a list of rules, the first that recognises it wins. Whatever could be an opt-out comes
 * before whatever could be an answer, and what no rule recognises goes to a person. Thread-safe.
 */
public final class Understanding {

    private static final List<ReplyRule> RULES = Stream.of(
                    new ProtectionRules().inOrder(),
                    new WholeMessageRules().inOrder(),
                    new StopSentences().inOrder(),
                    new PhraseRules().inOrder())
            .flatMap(List::stream)
            .toList();

    private final Lexicon lexicon;

    private Understanding(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /** With the word lists of this module. They take much memory: all who ask share one. */
    public static Understanding ofWordLists() {
        return Shared.OF_WORD_LISTS;
    }

    /** What a text means in a situation. */
    public Understood understand(String text, Situation situation) {
        var echo = Echo.of(text);
        if (echo.isPresent()) {
            return echo.get().meaning(situation);
        }
        var reading = new Reading(lexicon, Message.of(text), situation);
        for (var rule : RULES) {
            var understood = rule.judge(reading, situation);
            if (understood.isPresent()) {
                return understood.get();
            }
        }
        return Understood.likely(Intent.OTHER, 0.3, null, "not-understood").forPerson();
    }

    /** The words of a text as rules compare them: in lower case, without accents, quoted text and signatures left out. */
    public static List<String> words(String text) {
        return Message.of(text).tokens().stream().map(Message.Token::folded).toList();
    }

    /** What a text says to a question that offers numbers; nothing when it repeats a message of ours. */
    public BareAnswer bare(String text, Situation situation) {
        return Echo.of(text).isPresent()
                ? BareAnswer.NOTHING
                : BareAnswer.of(new Reading(lexicon, Message.of(text), situation));
    }

    private static final class Shared {

        static final Understanding OF_WORD_LISTS = new Understanding(Lexicon.load());
    }
}
