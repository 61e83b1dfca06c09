package com.ovhi.outreach.reply.understanding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Finds the phrases of all lists in one message, even with words between that change nothing. For one thread. */
final class PhraseSearch {

    /** More of them in one message tell nothing new. */
    private static final int MOST_PHRASES = 64;

    /** Entries that change nothing in one phrase. */
    private static final int MOST_PADDING = 2;

    private final Clauses words;
    private final int[] padding;
    private final int[] places;
    private final List<Found> found = new ArrayList<>();
    private final Map<Section, List<Words.Phrase>> phrases = new EnumMap<>(Section.class);

    /** @param padding how many words that change nothing in a phrase stand at each place */
    PhraseSearch(Clauses words, int[] padding) {
        this.words = words;
        this.padding = padding;
        places = new int[words.lexicon().longestPhrase()];
    }

    /** The phrases of each section, in the order of their places and, where they begin together, of the lists. */
    Map<Section, List<Words.Phrase>> all() {
        for (var place = 0; place < words.tokens().size(); place++) {
            places[0] = place;
            arrive(words.startingAt(place).phrases(), 1, place + 1, 0);
            stems(place);
            note(place);
        }
        return phrases;
    }

    /** Phrases of one word may carry a Korean ending. */
    private void stems(int place) {
        var word = word(place);
        if (Folding.hangul(word.codePointAt(0))) {
            for (var length = 2; length < Math.min(word.length(), Words.LONGEST_ENDING + 1); length++) {
                for (var each : words.lexicon()
                        .startingWith(word.substring(0, length))
                        .phrases()
                        .endings()) {
                    found.add(new Found(each, 1));
                }
            }
        }
    }

    /** @param depth how many words of the phrase have been found */
    private void arrive(PhraseTree tree, int depth, int next, int padded) {
        for (var each : tree.endings()) {
            if (fits(each)) {
                found.add(new Found(each, next - places[0]));
            }
        }
        goOn(tree, depth, next, padded);
    }

    private void goOn(PhraseTree tree, int depth, int next, int padded) {
        if (!tree.goesOn() || next >= words.tokens().size()) {
            return;
        }
        var word = word(next);
        places[depth] = next;
        var branch = tree.branch(word);
        if (branch != null) {
            arrive(branch, depth + 1, next + 1, padded);
        }
        lastStem(tree, word, next);
        if (padded < MOST_PADDING && padding[next] > 0) {
            goOn(tree, depth, next + padding[next], padded + 1);
        }
    }

    /** The last word of a phrase may carry a Korean ending. */
    private void lastStem(PhraseTree tree, String word, int place) {
        if (Folding.hangul(word.codePointAt(0))) {
            for (var length = 1; length < word.length(); length++) {
                var branch = tree.branch(word.substring(0, length));
                if (branch != null) {
                    branch.endings().forEach(each -> found.add(new Found(each, place + 1 - places[0])));
                }
            }
        }
    }

    private boolean fits(Lexicon.Indexed phrase) {
        for (var at = 0; at < phrase.tones().size(); at++) {
            if (!phrase.tonesFit(words.tokens().get(places[at]), at)) {
                return false;
            }
        }
        return true;
    }

    private void note(int place) {
        if (found.isEmpty()) {
            return;
        }
        found.sort(Comparator.comparingInt(each -> each.entry().order()));
        for (var each : found) {
            var indexed = each.entry();
            var section = stands(indexed, place, place + each.length())
                    ? indexed.entry().section()
                    : Section.DOUBTED_STOP;
            var noted = phrases.computeIfAbsent(section, _ -> new ArrayList<>());
            if (noted.size() < MOST_PHRASES) {
                noted.add(new Words.Phrase(words.lexicon().name(indexed.mask(), words.own()), place, each.length()));
            }
        }
        found.clear();
    }

    /** Whether nothing beside a phrase takes its meaning away. */
    private boolean stands(Lexicon.Indexed phrase, int from, int to) {
        var lists = words.common() | phrase.mask();
        return switch (phrase.entry().form()) {
            case ENDING -> words.closes(to, lists) && !ofSomethingElse(phrase, from, to);
            case OPENING -> words.opens(from, lists) && !ofSomethingElse(phrase, from, to);
            case WORDS, PHRASES, ALONE -> true;
        };
    }

    private boolean ofSomethingElse(Lexicon.Indexed phrase, int from, int to) {
        return words.ofSomethingElse(from, to, words.own() | words.lexicon().any() | phrase.mask());
    }

    private String word(int place) {
        return words.tokens().get(place).folded();
    }

    private record Found(Lexicon.Indexed entry, int length) {}
}
