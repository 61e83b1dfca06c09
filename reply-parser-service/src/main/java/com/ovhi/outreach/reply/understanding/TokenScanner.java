package com.ovhi.outreach.reply.understanding;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;

/** Cuts normalised lower-case text into words and signs. For one text, by one thread. */
final class TokenScanner {

    private static final int FIRST_HAN = 0x2E80;

    private final List<Message.Token> tokens = new ArrayList<>();
    private final List<String> signs = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean opens;
    private boolean asks;

    void scan(String text) {
        text.codePoints().filter(each -> !invisible(each)).forEach(this::take);
        endWord();
    }

    List<Message.Token> tokens() {
        return tokens;
    }

    List<String> signs() {
        return signs;
    }

    boolean asks() {
        return asks;
    }

    private void take(int character) {
        if (Character.isDigit(character)) {
            word.append((char) ('0' + Character.digit(character, 10)));
        } else if (Character.isLetter(character)) {
            letter(character);
        } else if (mark(character)) {
            if (!word.isEmpty()) {
                word.appendCodePoint(character);
            }
        } else {
            endWord();
            between(character);
        }
    }

    private void letter(int character) {
        var han = character >= FIRST_HAN && UnicodeScript.of(character) == UnicodeScript.HAN;
        if (han) {
            endWord();
        }
        word.appendCodePoint(character);
        if (han) {
            endWord();
        }
    }

    private void between(int character) {
        asks |= switch (character) {
            case '?', '¿', '؟', '❓', '❔' -> true;
            default -> false;
        };
        if (sign(character)) {
            signs.add(Character.toString(character));
        } else if (character == '\n' || !blank(character) && character != '-') {
            opens = true;
        }
    }

    private static boolean blank(int character) {
        return Character.isSpaceChar(character) || Character.isWhitespace(character);
    }

    private void endWord() {
        if (!word.isEmpty()) {
            var plain = word.toString();
            tokens.add(new Message.Token(plain, Folding.fold(plain), opens));
            word.setLength(0);
            opens = false;
        }
    }

    /** Apostrophes, joiners, marks of direction, skin tones and stand-ins for images tell nothing. */
    private static boolean invisible(int character) {
        return switch (character) {
            case '\'', '`', '\u2018', '\u2019', '\u02BC', '\u02BB', '\uFE0E', '\uFE0F', '\u20E3', '\uFFFC', '\uFFFD' ->
                true;
            default ->
                character >= 0x1F3FB && character <= 0x1F3FF
                        || Character.getType(character) == Character.FORMAT
                        || Character.getType(character) == Character.CONTROL && !Character.isWhitespace(character);
        };
    }

    private static boolean mark(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static boolean sign(int character) {
        var type = Character.getType(character);
        return type == Character.OTHER_SYMBOL || type == Character.SURROGATE;
    }
}
