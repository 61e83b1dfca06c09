package com.ovhi.outreach.template.wording.lint;

import java.util.List;
import java.util.Set;

/**
 * Looks for the words of the lexicon in one reading. A word is found whole, with its letters spaced out, and, when it is
 * long, cut in two; every word starts at most one walk, no longer than the longest entry.
 */
final class WordSearch {

    private static final Lexicon LEXICON = Lexicon.load();
    /** How many marks may stand between two letters of a spaced-out word. */
    private static final int WIDEST_GAP = 3;

    private static final int SHORTEST_CUT_WORD = 6;
    private static final int SHORTEST_CUT_BEGINNING = 7;
    private static final int SHORTEST_STEM = 2;
    private static final String DIGITS = "013457";
    private static final String LETTERS_LIKE_DIGITS = "oieast";

    private final Reading reading;
    private final Set<LintRule> rules;
    private final List<Finding> findings;

    WordSearch(Reading reading, Set<LintRule> rules, List<Finding> findings) {
        this.reading = reading;
        this.rules = rules;
        this.findings = findings;
    }

    void run() {
        var innocentUntil = 0;
        for (var start = 0; start < reading.length(); start++) {
            if (startsWord(start)) {
                innocentUntil = Math.max(innocentUntil, endOfInnocent(start));
                if (start >= innocentUntil) {
                    walk(start);
                    judgeWord(start, endOfWord(start));
                }
            }
        }
    }

    /** Where an innocent phrase ends that starts here; its start if there is none. */
    private int endOfInnocent(int start) {
        var node = Trie.ROOT;
        for (var at = start; at < reading.length(); at++) {
            if (reading.inWord(at)) {
                node = LEXICON.innocentPhrases().step(node, reading.charAt(at));
                if (node == Trie.NOWHERE) {
                    return start;
                }
                if (LEXICON.innocentPhrases().at(node) != null && endsWord(at + 1)) {
                    return at + 1;
                }
            } else if (reading.charAt(at) != ' ' && reading.charAt(at) != '-') {
                return start;
            }
        }
        return start;
    }

    private void judgeWord(int start, int end) {
        walkBackwards(start, end);
        if (mixesDigits(start, end)) {
            walkAsLetters(start, end);
        }
    }

    private void walk(int start) {
        var node = Trie.ROOT;
        var letters = 0;
        var crossed = false;
        var spacedOut = true;
        for (var at = start; at < reading.length(); at++) {
            if (!reading.inWord(at)) {
                var next = afterGap(at);
                if (next < 0) {
                    return;
                }
                crossed = true;
                at = next;
            } else if (letters > 0 && reading.inWord(at - 1) && !reading.standsAlone(at)) {
                spacedOut = false;
            }
            node = LEXICON.words().step(node, reading.charAt(at));
            if (node == Trie.NOWHERE) {
                return;
            }
            letters++;
            var entry = LEXICON.words().at(node);
            if (entry != null && counts(entry, at + 1, letters, crossed, spacedOut)) {
                found(entry.rule(), start, endsWord(at + 1) ? at + 1 : endOfWord(at));
                return;
            }
        }
    }

    private boolean counts(Trie.Entry entry, int end, int letters, boolean crossed, boolean spacedOut) {
        var whole = endsWord(end);
        if (!(whole ? entry.whole() : entry.beginning())) {
            return false;
        }
        return !crossed
                || entry.phrase()
                || (spacedOut && whole)
                || letters >= (whole ? SHORTEST_CUT_WORD : SHORTEST_CUT_BEGINNING);
    }

    /** Drug names share their ends. */
    private void walkBackwards(int start, int end) {
        var node = Trie.ROOT;
        for (var at = end - 1; at >= start + SHORTEST_STEM; at--) {
            node = LEXICON.endings().step(node, reading.charAt(at));
            if (node == Trie.NOWHERE) {
                return;
            }
            var entry = LEXICON.endings().at(node);
            if (entry != null
                    && !LEXICON.isInnocent(reading.subSequence(start, end).toString())) {
                found(entry.rule(), start, end);
                return;
            }
        }
    }

    /** Digits in the place of letters: h1v. */
    private void walkAsLetters(int start, int end) {
        var node = Trie.ROOT;
        for (var at = start; at < end; at++) {
            var digit = DIGITS.indexOf(reading.charAt(at));
            node = LEXICON.words().step(node, digit < 0 ? reading.charAt(at) : LETTERS_LIKE_DIGITS.charAt(digit));
            if (node == Trie.NOWHERE) {
                return;
            }
        }
        var entry = LEXICON.words().at(node);
        if (entry != null && entry.whole()) {
            found(entry.rule(), start, end);
        }
    }

    private void found(LintRule rule, int start, int end) {
        if (rules.contains(rule)) {
            findings.add(reading.finding(rule, start, end));
        }
    }

    private boolean mixesDigits(int start, int end) {
        var digits = 0;
        for (var at = start; at < end; at++) {
            digits += DIGITS.indexOf(reading.charAt(at)) < 0 ? 0 : 1;
        }
        return digits > 0 && digits < end - start && end - start > 2;
    }

    private int afterGap(int at) {
        for (var next = at; next < Math.min(at + WIDEST_GAP + 1, reading.length()); next++) {
            if (reading.inWord(next)) {
                return next;
            }
        }
        return -1;
    }

    private int endOfWord(int start) {
        var end = start + 1;
        while (end < reading.length() && reading.inWord(end) && !reading.standsAlone(end)) {
            end++;
        }
        return end;
    }

    private boolean startsWord(int at) {
        return reading.inWord(at)
                && (at == 0 || !reading.inWord(at - 1) || reading.standsAlone(at) || reading.standsAlone(at - 1));
    }

    private boolean endsWord(int end) {
        return end == reading.length()
                || !reading.inWord(end)
                || reading.standsAlone(end)
                || reading.standsAlone(end - 1);
    }
}
