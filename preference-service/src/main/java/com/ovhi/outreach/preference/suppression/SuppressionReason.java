package com.ovhi.outreach.preference.suppression;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
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
    UNDELIVERABLE,
    /** The number takes no texts, as the provider has said. */
    LANDLINE,
    /** Whoever is reached there is no patient of ours. */
    WRONG_NUMBER,
    /** Several people use it, and messages are not for all of their eyes. */
    SHARED_PHONE;

    /** The name in the database, in answers and in reasons. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of a code.
     *
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static SuppressionReason of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
