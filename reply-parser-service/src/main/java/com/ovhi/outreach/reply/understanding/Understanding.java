package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Intent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides what a reply means: a list of rules, the first that recognises it wins. Whatever could be an opt-out comes
 * before whatever could be an answer, and what no rule recognises goes to a person. Thread-safe.
 */
public final class Understanding {

    private final List<ReplyRule> rules;

    private Understanding(Lexicon lexicon) {
        var protection = new ProtectionRules(lexicon);
        var whole = new WholeMessageRules(lexicon);
        var phrases = new PhraseRules(lexicon);
        rules = Stream.of(protection.inOrder(), whole.inOrder(), phrases.inOrder())
                .flatMap(List::stream)
                .toList();
    }

    /** With the word lists of this module. */
    public static Understanding ofWordLists() {
        return new Understanding(Lexicon.load());
    }

    /** What a text means in a situation. */
    public Understood understand(String text, Situation situation) {
        var echo = Echo.of(text);
        if (echo.isPresent()) {
            return echo.get().meaning(situation);
        }
        var message = Message.of(text);
        return rules.stream()
                .map(rule -> rule.judge(message, situation))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> Understood.likely(Intent.OTHER, 0.3, null, "not-understood")
                        .forPerson());
    }
}
