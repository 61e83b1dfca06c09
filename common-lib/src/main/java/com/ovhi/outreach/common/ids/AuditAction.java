package com.ovhi.outreach.common.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What was done; the actions of the design document. */
public enum AuditAction {
    SEND,
    RECEIVE,
    OPT_OUT,
    OPT_IN,
    PREFERENCE_CHANGE,
    ACCESS;

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
    public static AuditAction of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
