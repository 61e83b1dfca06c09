package com.ovhi.outreach.template.wording.locale;

import java.util.Locale;
import java.util.Set;

/** Writing direction (Unicode Standard Annex 9): keeps an inserted value from turning the text around it. */
public final class Bidi {

    private static final Set<String> RIGHT_TO_LEFT =
            Set.of("ar", "he", "iw", "fa", "ur", "ps", "yi", "dv", "ckb", "sd", "ug");
    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_DIRECTIONAL_ISOLATE = '\u2069';

    private Bidi() {}

    /** Whether a language is written from right to left. */
    public static boolean rightToLeft(String language) {
        return RIGHT_TO_LEFT.contains(Locale.forLanguageTag(language).getLanguage());
    }

    /** A value in marks that let it have its own direction. */
    public static String isolated(String value) {
        return FIRST_STRONG_ISOLATE + value + POP_DIRECTIONAL_ISOLATE;
    }

    /** Whether a character overrides, embeds or isolates direction. */
    public static boolean control(int codePoint) {
        return codePoint >= 0x202A && codePoint <= 0x202E || codePoint >= 0x2066 && codePoint <= 0x2069;
    }
}
