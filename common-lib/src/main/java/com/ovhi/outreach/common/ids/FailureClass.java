package com.ovhi.outreach.common.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a failure means for the next step; the closed taxonomy of every provider. */
public enum FailureClass {
    /** Transient; the same message may be tried again. */
    RETRY,
    /** Too fast; try again after a pause. */
    THROTTLE,
    /** The circuit is open or permission is not known yet; try again, no attempt was burnt. */
    PARKED,
    /** The address cannot be reached on this channel. */
    PERM_ADDR,
    /** The content was refused. */
    PERM_MSG,
    /** Our account or set-up is wrong; ops must act. */
    CONFIG,
    /** The recipient has opted out. */
    OPTOUT,
    /** A free-form message outside the customer-service window. */
    WINDOW,
    /** Our own gate refused: permission, suppression, deadline or slot. */
    REFUSED;

    /** The name on the wire and in the database: lower case with underscores. */
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
    public static FailureClass of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether the same job may be tried again on the same channel. */
    public boolean retryable() {
        return this == RETRY || this == THROTTLE || this == PARKED;
    }
}
