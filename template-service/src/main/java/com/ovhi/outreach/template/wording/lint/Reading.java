package com.ovhi.outreach.template.wording.lint;

import java.util.Arrays;

/** A folded text in which every character knows where it came from. */
final class Reading implements CharSequence {

    private final char[] chars;
    private final int[] origins;
    private final int length;
    private final int end;
    private final boolean lookAlikes;

    private Reading(Builder builder, int end) {
        chars = builder.chars;
        origins = builder.origins;
        length = builder.length;
        this.end = end;
        lookAlikes = builder.lookAlikes;
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
