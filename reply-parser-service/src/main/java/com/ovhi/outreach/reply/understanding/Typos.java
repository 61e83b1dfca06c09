package com.ovhi.outreach.reply.understanding;

import java.util.Optional;
import java.util.stream.Stream;

/** Recognises a misspelt keyword that is a whole message: one letter off, long enough, and no word of its own. */
final class Typos {

    private static final int SHORTEST = 4;
    private static final int SHORTEST_ANSWER = 5;

    private Typos() {}

    /** The list one of whose words of a section was probably meant. */
    static Optional<String> of(Section section, Reading reading) {
        if (reading.bareTokens().size() != 1) {
            return Optional.empty();
        }
        var lexicon = reading.lexicon();
        var word = reading.bareTokens().getFirst().folded();
        if (word.length() < SHORTEST || lexicon.known(word)) {
            return Optional.empty();
        }
        var answer = section == Section.CONFIRM;
        var lists = answer ? reading.allowed(section) : lexicon.any();
        var shortest = answer ? SHORTEST_ANSWER : SHORTEST;
        return Stream.iterate(1, bit -> bit <= lists && bit > 0, bit -> bit << 1)
                .filter(bit -> (lists & bit) != 0)
                .filter(bit ->
                        lexicon.words(section, bit).anyMatch(each -> each.length() >= shortest && oneOff(word, each)))
                .findFirst()
                .map(bit -> lexicon.name(bit, bit));
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
