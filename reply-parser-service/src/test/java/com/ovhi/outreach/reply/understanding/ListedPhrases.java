package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Intent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The entries of the word lists that are whole replies, to train suggestions with. */
public final class ListedPhrases {

    private static final Map<Section, Intent> MEANINGS = Map.ofEntries(
            Map.entry(Section.CONFIRM, Intent.CONFIRM),
            Map.entry(Section.KEEP, Intent.CONFIRM),
            Map.entry(Section.RESCHEDULE, Intent.RESCHEDULE),
            Map.entry(Section.CANCEL, Intent.CANCEL),
            Map.entry(Section.STOP, Intent.STOP),
            Map.entry(Section.START, Intent.START),
            Map.entry(Section.HELP, Intent.HELP),
            Map.entry(Section.NO, Intent.NO),
            Map.entry(Section.ACK, Intent.ACK),
            Map.entry(Section.EMERGENCY, Intent.EMERGENCY),
            Map.entry(Section.WRONG_PERSON, Intent.WRONG_PERSON),
            Map.entry(Section.AUTO_REPLY, Intent.AUTO_REPLY));

    private ListedPhrases() {}

    /** Of every language, in the order of the lists. */
    public static List<Phrase> all() {
        return Lexicon.load().lists().stream()
                .filter(list -> !list.language().equals("any"))
                .flatMap(list -> list.entries().stream().flatMap(entry -> phrase(list.language(), entry).stream()))
                .toList();
    }

    private static Optional<Phrase> phrase(String language, WordList.Entry entry) {
        return Optional.ofNullable(MEANINGS.get(entry.section()))
                .map(intent -> new Phrase(language, intent, entry.folded()));
    }

    /** What the corpus consists of, by its words: whatever is judged with it must not have learned from it. */
    public static Set<List<String>> judgedWith() {
        return ReplyCorpus.load().replies().stream()
                .map(reply -> Understanding.words(reply.text()))
                .collect(Collectors.toSet());
    }

    /** @param words as rules compare them */
    public record Phrase(String language, Intent intent, List<String> words) {}
}
