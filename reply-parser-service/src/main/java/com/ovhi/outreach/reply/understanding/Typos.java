package com.ovhi.outreach.reply.understanding;

import java.util.Optional;

/** Recognises a misspelt keyword that is a whole message: one letter off, long enough, and no word of its own. */
final class Typos {

    private static final int SHORTEST = 4;
    private static final int SHORTEST_ANSWER = 5;

    private final Lexicon lexicon;

    Typos(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /** The list one of whose words of a section was probably meant. */
    Optional<WordList> of(Section section, Message message, Situation situation) {
        var tokens = lexicon.bare(message.tokens());
        if (tokens.size() != 1) {
            return Optional.empty();
        }
        var word = tokens.getFirst().folded();
        if (word.length() < SHORTEST || ownWord(tokens.getFirst())) {
            return Optional.empty();
        }
        var lists = section == Section.CONFIRM
                ? lexicon.allowed(section, situation.baseLanguage())
                : java.util.stream.Stream.of(lexicon.any());
        var shortest = section == Section.CONFIRM ? SHORTEST_ANSWER : SHORTEST;
        return lists.filter(list ->
                        list.words(section).stream().anyMatch(each -> each.length() >= shortest && oneOff(word, each)))
                .findFirst();
    }

    private boolean ownWord(Message.Token token) {
        for (var section : Section.values()) {
            if (lexicon.word(section, token)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one letter was left out, added, mistaken or swapped with its neighbour. */
    static boolean oneOff(String typed, String meant) {
        if (Math.abs(typed.length() - meant.length()) > 1 || typed.equals(meant)) {
            return false;
        }
        var head = 0;
        var shorter = Math.min(typed.length(), meant.length());
        while (head < shorter && typed.charAt(head) == meant.charAt(head)) {
            head++;
        }
        var tail = 0;
        while (tail < shorter - head
                && typed.charAt(typed.length() - 1 - tail) == meant.charAt(meant.length() - 1 - tail)) {
            tail++;
        }
        var differing = Math.max(typed.length(), meant.length()) - head - tail;
        return differing == 1 || differing == 2 && swapped(typed, meant, head);
    }

    private static boolean swapped(String typed, String meant, int at) {
        return typed.length() == meant.length()
                && typed.charAt(at) == meant.charAt(at + 1)
                && typed.charAt(at + 1) == meant.charAt(at);
    }
}
