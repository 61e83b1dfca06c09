package com.ovhi.outreach.reply.understanding;

import java.text.Normalizer;

/** Spells words the way people do who have no accents on their keyboard. */
final class Folding {

    private static final int TILDE = 0x0303;
    private static final int HOOK = 0x0309;

    private Folding() {}

    /** A lower-case word without accents; letters that only carry a sign become the bare letter. */
    static String fold(String word) {
        if (isAscii(word) || hangul(word.codePointAt(0))) {
            return word;
        }
        var folded = new StringBuilder(word.length());
        Normalizer.normalize(word, Normalizer.Form.NFD).codePoints().forEach(each -> append(each, folded));
        return folded.toString();
    }

    /**
     * The bare letters of a word and its accents in order, wherever they are put and whichever of two tones that are often
     * mixed up; {@code hủy}, {@code huỷ} and {@code hũy} are the same, {@code huy} is not.
     */
    static String tones(String word) {
        if (isAscii(word)) {
            return word;
        }
        var letters = new StringBuilder(word.length());
        var marks = new StringBuilder();
        Normalizer.normalize(word, Normalizer.Form.NFD).codePoints().forEach(each -> {
            if (Character.getType(each) == Character.NON_SPACING_MARK) {
                marks.appendCodePoint(each == TILDE ? HOOK : each);
            } else {
                letters.appendCodePoint(each);
            }
        });
        return letters.append(marks).toString();
    }

    /** Whether a character belongs to the Korean script, whose words take endings without a blank. */
    static boolean hangul(int character) {
        return character >= 0xAC00 && character <= 0xD7A3 || character >= 0x3131 && character <= 0x318E;
    }

    private static void append(int character, StringBuilder folded) {
        switch (character) {
            case 'đ' -> folded.append('d');
            case 'ł' -> folded.append('l');
            case 'ß' -> folded.append("ss");
            case 'ø' -> folded.append('o');
            case 'ı' -> folded.append('i');
            case 'ة' -> folded.append('ه');
            case 'ى' -> folded.append('ي');
            case 'ٱ' -> folded.append('ا');
            case 'ـ' -> {}
            default -> {
                if (!dropped(character)) {
                    folded.appendCodePoint(character);
                }
            }
        }
    }

    /** In Devanagari vowels are marks, too; only nasal signs and the dot below are left out by habit. */
    private static boolean dropped(int character) {
        if (character >= 0x0900 && character <= 0x097F) {
            return character == 0x0901 || character == 0x0902 || character == 0x093C;
        }
        return Character.getType(character) == Character.NON_SPACING_MARK;
    }

    private static boolean isAscii(String word) {
        return word.chars().allMatch(each -> each < 0x80);
    }
}
