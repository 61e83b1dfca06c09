package com.ovhi.outreach.webhook.notice;

import com.ovhi.outreach.common.phi.PhoneNumber;
import java.util.regex.Pattern;

/** Who wrote. */
public final class Sender {

    private static final Pattern DIGITS = Pattern.compile("\\+?[0-9]{7,15}");

    private Sender() {}

    /**
     * The sender as the suite looks people up. A short code, or the user id of somebody who hides the number, is no
     * telephone number and keeps its own spelling: it must not get lost either.
     */
    public static PhoneNumber of(String text) {
        var trimmed = text.strip();
        return DIGITS.matcher(trimmed).matches()
                ? PhoneNumber.parse(trimmed, "US").orElseGet(() -> new PhoneNumber(trimmed))
                : new PhoneNumber(trimmed);
    }

    /** The sender of a WhatsApp message, whose number is written without plus sign. */
    public static PhoneNumber ofWhatsApp(String id) {
        return of(!id.startsWith("+") && DIGITS.matcher(id).matches() ? "+" + id : id);
    }
}
