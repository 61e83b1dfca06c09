package com.ovhi.outreach.reply.understanding;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A text in the form in which rules look at it.
 *
 * @param tokens its words and numbers, in order; a Chinese character is a word
 * @param signs its emoji and the like, without skin tones
 * @param asks whether it contains a question mark
 * @param length in characters, as the patient wrote it
 */
record Message(List<Token> tokens, List<String> signs, boolean asks, int length) {

    /** Further on nobody says yes or stop any more. Also keeps the time that reading takes within bounds. */
    private static final int LONGEST = 10_000;

    private static final int MOST_WORDS = 2_000;

    private static final Pattern RUN = Pattern.compile("(\\p{L})\\1{2,}");

    /**
     * One word.
     *
     * @param plain lower case, digits of all scripts as 0 to 9
     * @param folded without accents, for comparing
     * @param opensClause whether punctuation or a line break stands before it
     */
    record Token(String plain, String folded, boolean opensClause) {}

    static Message of(String text) {
        var own = QuotedText.without(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        var scanner = new TokenScanner();
        scanner.scan(normal(own).toLowerCase(Locale.ROOT));
        var words = scanner.tokens();
        return new Message(
                List.copyOf(words.subList(0, Math.min(words.size(), MOST_WORDS))),
                List.copyOf(scanner.signs()),
                scanner.asks(),
                text.length());
    }

    /** An acute accent typed as an apostrophe would become a blank. */
    private static String normal(String text) {
        var apostrophes = text.replace('\u00B4', '\'');
        return Normalizer.isNormalized(apostrophes, Normalizer.Form.NFKC)
                ? apostrophes
                : Normalizer.normalize(apostrophes, Normalizer.Form.NFKC);
    }

    static String join(List<Token> tokens) {
        return String.join(" ", tokens.stream().map(Token::folded).toList());
    }

    static String joinPlain(List<Token> tokens) {
        return String.join(" ", tokens.stream().map(Token::plain).toList());
    }

    boolean empty() {
        return tokens.isEmpty() && signs.isEmpty() && !asks;
    }

    /** Shortens every run of three or more equal letters. */
    static String shorten(String key, int runLength) {
        return RUN.matcher(key).replaceAll("$1".repeat(runLength));
    }

    static boolean stretched(String key) {
        return RUN.matcher(key).find();
    }
}
