package com.ovhi.outreach.template.wording.lint;

import java.util.Arrays;

/** A folded text in which every character knows where it came from. */
final class Reading implements CharSequence {

    private static final byte MARK = 0;
    private static final byte LETTER = 1;
    private static final byte DIGIT = 2;
    /** Han and Kana are written without spaces: every character may begin and end a word. */
    private static final byte IDEOGRAPH = 3;

    private final char[] chars;
    private final int[] origins;
    private final int length;
    private final int end;
    private final boolean lookAlikes;
    private final byte[] kinds;

    private Reading(Builder builder, int end) {
        chars = builder.chars;
        origins = builder.origins;
        length = builder.length;
        this.end = end;
        lookAlikes = builder.lookAlikes;
        kinds = new byte[length];
        for (var at = 0; at < length; at++) {
            kinds[at] = kind(chars[at]);
        }
    }

    private static byte kind(char character) {
        if (character >= '0' && character <= '9') {
            return DIGIT;
        }
        if (character < 0x80) {
            return character >= 'a' && character <= 'z' ? LETTER : MARK;
        }
        if ((character >= 0x3040 && character <= 0x30FF) || (character >= 0x3400 && character <= 0x9FFF)) {
            return IDEOGRAPH;
        }
        return Character.isLetterOrDigit(character) ? LETTER : MARK;
    }

    /** Whether a character is a letter or a digit. */
    boolean inWord(int at) {
        return kinds[at] != MARK;
    }

    boolean digit(int at) {
        return kinds[at] == DIGIT;
    }

    boolean standsAlone(int at) {
        return kinds[at] == IDEOGRAPH;
    }

    int indexOf(char character, int from) {
        for (var at = from; at < length; at++) {
            if (chars[at] == character) {
                return at;
            }
        }
        return -1;
    }

    /** A text in its own script. */
    static Reading of(Excerpt excerpt) {
        return fold(excerpt, false);
    }

    /** The same with letters that look Latin read as Latin. */
    static Reading latin(Excerpt excerpt) {
        return fold(excerpt, true);
    }

    private static Reading fold(Excerpt excerpt, boolean latin) {
        var text = excerpt.text();
        var builder = new Builder(text.length() + 16);
        int codePoint;
        for (var i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            builder.add(codePoint, excerpt.origin(i), latin);
        }
        return new Reading(builder, excerpt.origin(text.length()));
    }

    /** Whether a letter of another script was seen that looks Latin. */
    boolean lookAlikes() {
        return lookAlikes;
    }

    /** Where a finding between two characters of this reading lies in the text as written. */
    Finding finding(LintRule rule, int from, int to) {
        return new Finding(rule, origins[from], to < length ? origins[to] : end);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return chars[index];
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return new String(chars, from, to - from);
    }

    @Override
    public String toString() {
        return new String(chars, 0, length);
    }

    private static final class Builder {

        private char[] chars;
        private int[] origins;
        private int length;
        private boolean lookAlikes;

        private Builder(int capacity) {
            chars = new char[capacity];
            origins = new int[capacity];
        }

        private void add(int codePoint, int origin, boolean latin) {
            if (codePoint < 0x80) {
                add(ascii((char) codePoint), origin);
                return;
            }
            var alike = Fold.latin(codePoint);
            lookAlikes |= alike != 0;
            if (latin && alike != 0) {
                add(ascii(alike), origin);
                return;
            }
            var folded = Fold.of(codePoint);
            for (var i = 0; i < folded.length(); i++) {
                add(folded.charAt(i), origin);
            }
        }

        private static char ascii(char character) {
            if (character >= 'A' && character <= 'Z') {
                return (char) (character + 'a' - 'A');
            }
            return character < ' ' || character == 0x7f ? ' ' : character;
        }

        private void add(char character, int origin) {
            if (length == chars.length) {
                chars = Arrays.copyOf(chars, length * 2);
                origins = Arrays.copyOf(origins, length * 2);
            }
            chars[length] = character;
            origins[length++] = origin;
        }
    }
}
