package com.ovhi.outreach.template.wording.lint;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * Reduces characters to what a reader takes them for: compatibility forms, case, accents, invisible characters and kinds
 * of space, dash and digit make no difference. The second table adds letters of other scripts that look Latin.
 */
final class Fold {

    /** Pairs of a look-alike and the Latin letter it passes for. */
    private static final String ALIKE = "аaвbеeзeѕsіiјjкkмmнhоoрpсcтtуyхxԁdһhԛqԝwгrпnьbѵvҽeӏlґrүyіi"
            + "АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXԀDҺHԚQԜWЬBѴVӀI"
            + "αaβbγyδdεeζzηnιiκkμuνvοoρpστtυuχxωwσo"
            + "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXϹCϲcϳj"
            + "ոnսuօoցgհhյjքpԼLՕOՏSᎪAᏴBᏟCᎠDᎬEᎻHᏞLᎷMᏢPᎡRᏚSᎢTᏤVᏃZ"
            + "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢzɑaɡgɩiɛeɔo";

    private static final char[] LATIN = new char[1 << 16];
    /** Letters without a decomposition, and what is left of them. */
    private static final String[] PLAIN = {
        "ıi", "łl", "Łl", "đd", "Đd", "øo", "Øo", "ħh", "Ħh", "ŧt", "æae", "Æae", "œoe", "Œoe", "ßss", "ðd", "þth"
    };

    private static final @Nullable String[] KNOWN = new String[1 << 16];
    private static final int REGIONAL_A = 0x1F1E6;
    private static final int NEGATIVE_CIRCLED_A = 0x1F150;
    private static final int NEGATIVE_SQUARED_A = 0x1F170;

    static {
        var pairs = ALIKE.replace("στt", "τt");
        for (var i = 0; i + 1 < pairs.length(); i += 2) {
            LATIN[pairs.charAt(i)] = pairs.charAt(i + 1);
        }
        for (var pair : PLAIN) {
            KNOWN[pair.charAt(0)] = pair.substring(1);
        }
    }

    private Fold() {}

    /** The Latin letter that a letter of another script passes for; 0 for none. */
    static char latin(int codePoint) {
        return codePoint < LATIN.length ? LATIN[codePoint] : 0;
    }

    /** What is left of a character; empty for what nobody sees. */
    static String of(int codePoint) {
        if (codePoint >= KNOWN.length) {
            return computed(codePoint);
        }
        var known = KNOWN[codePoint];
        if (known == null) {
            // Computed twice at worst: the answer is the same.
            known = computed(codePoint);
            KNOWN[codePoint] = known;
        }
        return known;
    }

    private static String computed(int codePoint) {
        var letter = letterSymbol(codePoint);
        if (letter != 0) {
            return String.valueOf(letter);
        }
        if (Character.isDigit(codePoint)) {
            return String.valueOf((char) ('0' + Character.digit(codePoint, 10)));
        }
        if (invisible(codePoint)) {
            return "";
        }
        var parts = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD);
        var folded = new StringBuilder(parts.length());
        parts.codePoints().forEach(part -> append(folded, part));
        return folded.toString();
    }

    private static void append(StringBuilder folded, int part) {
        if (Character.isWhitespace(part) || Character.isSpaceChar(part) || Character.isISOControl(part)) {
            folded.append(' ');
        } else if (Character.getType(part) == Character.DASH_PUNCTUATION || part == 0x2212) {
            folded.append('-');
        } else if (Character.isDigit(part)) {
            folded.append((char) ('0' + Character.digit(part, 10)));
        } else if (!invisible(part)) {
            var lower = Character.toLowerCase(part);
            var plain = lower < KNOWN.length && lower != part ? KNOWN[lower] : null;
            folded.append(plain == null ? Character.toString(lower) : plain);
        }
    }

    private static boolean invisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.SURROGATE -> true;
            // Fillers and stretches that are letters by category.
            default ->
                codePoint == 0x115F
                        || codePoint == 0x1160
                        || codePoint == 0x3164
                        || codePoint == 0xFFA0
                        || codePoint == 0x2800
                        || codePoint == 0x0640;
        };
    }

    /** Flags and boxes that spell letters. */
    private static char letterSymbol(int codePoint) {
        for (var first : new int[] {REGIONAL_A, NEGATIVE_CIRCLED_A, NEGATIVE_SQUARED_A}) {
            if (codePoint >= first && codePoint < first + 26) {
                return (char) ('a' + codePoint - first);
            }
        }
        return 0;
    }
}
