package com.ovhi.outreach.template.wording.lint;

import java.util.regex.Pattern;

/**
 * A form of text and what it begins with.
 *
 * @param heads which two letters may come first
 */
record Shape(LintRule rule, Start start, Pattern pattern, Heads heads) {

    /** Where a form may begin: at the first digit of a number, the first letter of a word, or a sign. */
    enum Start {
        NUMBER,
        WORD,
        SIGN
    }

    static Shape number(LintRule rule, String regex) {
        return new Shape(rule, Start.NUMBER, Pattern.compile(regex), Heads.ANY);
    }

    static Shape word(LintRule rule, String regex) {
        return new Shape(rule, Start.WORD, Pattern.compile(regex), Heads.LETTER_AND_DIGIT);
    }

    static Shape sign(LintRule rule, String regex) {
        return new Shape(rule, Start.SIGN, Pattern.compile(regex), Heads.ANY);
    }

    /** One of the words separated by bars, and what follows it. */
    static Shape listed(LintRule rule, String words, String rest) {
        return new Shape(rule, Start.WORD, Pattern.compile("(?:" + words + ")" + rest), Heads.of(words));
    }

    /** The first two characters of what may match, to spare most places the pattern. */
    @FunctionalInterface
    interface Heads {

        Heads ANY = (first, second) -> true;
        Heads LETTER_AND_DIGIT = (first, second) -> second >= '0' && second <= '9';

        boolean may(char first, char second);

        static Heads of(String words) {
            var pairs = new boolean[1 << 12];
            for (var word : words.split("\\|", -1)) {
                pairs[slot(word.charAt(0), word.charAt(1))] = true;
            }
            return (first, second) -> pairs[slot(first, second)];
        }

        private static int slot(char first, char second) {
            return (first * 61 + second) & 0xFFF;
        }
    }
}
