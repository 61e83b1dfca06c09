package com.ovhi.outreach.template.wording.sms;

/** The default alphabet of 3GPP TS 23.038 with its extension table. */
public final class Gsm7 {

    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENSION = "\f^{}\\[~]|€";
    private static final byte[] WIDTHS = new byte[0x2100];

    static {
        BASIC.chars().forEach(character -> WIDTHS[character] = 1);
        EXTENSION.chars().forEach(character -> WIDTHS[character] = 2);
    }

    private Gsm7() {}

    /** Septets that a character takes; 0 for one outside the alphabet. */
    public static int width(int codePoint) {
        return codePoint < WIDTHS.length ? WIDTHS[codePoint] : 0;
    }

    /** Whether the alphabet holds every character. */
    public static boolean holds(CharSequence text) {
        for (var at = 0; at < text.length(); at++) {
            if (width(text.charAt(at)) == 0) {
                return false;
            }
        }
        return true;
    }
}
