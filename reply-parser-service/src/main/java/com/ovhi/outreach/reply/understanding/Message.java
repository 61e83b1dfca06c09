package com.ovhi.outreach.reply.understanding;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A text in the form in which rules look at it.
 *
 * @param tokens its words and numbers, in order
 * @param signs its emoji and the like, without skin tones
 * @param asks whether it contains a question mark
 * @param length in characters, as the patient wrote it
 */
record Message(List<Token> tokens, List<String> signs, boolean asks, int length) {

    private static final Pattern QUOTED = Pattern.compile("(?m)^>.*$|(?s)-----\\s?Original.*$|(?m)^On .* wrote:\\s*$");
    private static final Pattern APOSTROPHES = Pattern.compile("['\\u2018\\u2019\\u02BC\\u00B4`\\uFF07]");
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cf}\\uFE0E\\uFE0F\\u20E3\\x{1F3FB}-\\x{1F3FF}]", Pattern.UNICODE_CASE);
    private static final Pattern PIECES = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}]+|[^\\p{L}\\p{M}\\p{Nd}]");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    /**
     * One word.
     *
     * @param plain lower case
     * @param folded without accents, for comparing
     * @param opensClause whether punctuation or a line break stands before it
     */
    record Token(String plain, String folded, boolean opensClause) {}

    static Message of(String text) {
        var own = QUOTED.matcher(text).replaceAll(" ");
        var clean = INVISIBLE
                .matcher(Normalizer.normalize(APOSTROPHES.matcher(own).replaceAll(""), Normalizer.Form.NFKC))
                .replaceAll("");
        var tokens = new ArrayList<Token>();
        var signs = new ArrayList<String>();
        var opens = false;
        var pieces = PIECES.matcher(clean.toLowerCase(Locale.ROOT));
        while (pieces.find()) {
            var piece = pieces.group();
            var first = piece.codePointAt(0);
            if (Character.isLetterOrDigit(first)) {
                var plain = digits(piece);
                tokens.add(new Token(plain, fold(plain), opens));
                opens = false;
            } else if (!Character.isSpaceChar(first) && first != '-') {
                opens |= !sign(first) || first == '\n';
                if (sign(first)) {
                    signs.add(piece);
                }
            }
        }
        return new Message(
                List.copyOf(tokens), List.copyOf(signs), clean.contains("?") || clean.contains("¿"), text.length());
    }

    /** Folded words of a list entry, joined by blanks; empty for an entry made of signs. */
    static String key(String entry) {
        return join(of(entry).tokens());
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
        return key.replaceAll("(\\p{L})\\1{2,}", "$1".repeat(runLength));
    }

    private static boolean sign(int codePoint) {
        var type = Character.getType(codePoint);
        return type == Character.OTHER_SYMBOL || type == Character.SURROGATE || codePoint == 0x2716;
    }

    private static String digits(String word) {
        return word.codePoints()
                .map(each -> Character.isDigit(each) ? '0' + Character.digit(each, 10) : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String fold(String word) {
        return MARKS.matcher(Normalizer.normalize(word, Normalizer.Form.NFD))
                .replaceAll("")
                .replace("đ", "d")
                .replace("ł", "l")
                .replace("ß", "ss");
    }
}
