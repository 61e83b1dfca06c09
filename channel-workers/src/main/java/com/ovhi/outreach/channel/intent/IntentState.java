package com.ovhi.outreach.channel.intent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far an attempt has come. */
public enum IntentState {
    /** Written down; the provider is being called. */
    OPEN,
    /** The provider took it. */
    ACCEPTED,
    /** Definitely not sent. */
    NOT_SENT,
    /** Nobody knows yet; being reconciled. */
    UNKNOWN,
    /** Reconciliation found no answer; a person decides. */
    REVIEW;

    /** Whether its outcome is still to be found. */
    public boolean unsettled() {
        return this == OPEN || this == UNKNOWN || this == REVIEW;
    }

    /** The name on the wire and in the database. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of a wire name.
     *
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static IntentState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
