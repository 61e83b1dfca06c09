package com.ovhi.outreach.preference.consent;

/**
 * Which signs a text may have that somebody will read as proof: none that is not seen or changes how the others are read.
 * Such are controls (C0 and C1), format signs of all kinds (zero-width, overrides, isolates, tags), separators of lines and
 * paragraphs, halves of a character and the sign for one that could not be read.
 */
public final class Readable {

    /** A sign that no row of a table may have. */
    public static final String HIDDEN = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\x{FFFD}&&[^\\t]]";

    /** A whole text. May have line ends and tabs, and the marks and joiners that Arabic and its neighbours are written with. */
    public static final String TEXT =
            "[[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\x{FFFD}][\\n\\r\\t\\x{61C}\\x{200C}-\\x{200F}]]*";

    private Readable() {}
}
