package com.ovhi.outreach.preference.suppression;

import java.util.Locale;

/** Why an address may not be contacted, the gravest first. */
public enum SuppressionReason {
    /** Whoever reads messages there wrote STOP, or the provider blocks it because they did. */
    STOP,
    /** Reported as spam. */
    COMPLAINT,
    /** Unsubscribed by link. */
    UNSUBSCRIBE,
    /** Mail came back for good. */
    BOUNCE,
    /** The number or address cannot be reached on this channel. */
    UNDELIVERABLE;

    /** The name in the database and in reasons. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SuppressionReason of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
