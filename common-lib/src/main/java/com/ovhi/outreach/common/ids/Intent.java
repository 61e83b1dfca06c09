package com.ovhi.outreach.common.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a patient's reply asks for. */
public enum Intent {
    CONFIRM,
    RESCHEDULE,
    CANCEL,
    STOP,
    START,
    HELP,
    NO,
    QUESTION,
    WRONG_PERSON,
    EMERGENCY,
    AUTO_REPLY,
    ACK,
    OTHER;

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
    public static Intent of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
