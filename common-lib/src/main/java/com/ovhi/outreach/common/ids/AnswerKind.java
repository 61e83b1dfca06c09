package com.ovhi.outreach.common.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why the suite answers a patient's message. */
public enum AnswerKind {
    /** Who we are, how to reach us, how to stop. */
    HELP,
    /** What to do in danger: call the emergency number. */
    EMERGENCY,
    /** The one confirmation that an opt-out was heard. */
    STOP_CONFIRMATION,
    /** That messages come again. */
    START_CONFIRMATION,
    /** A question back: what, or which visit, was meant. */
    CLARIFICATION,
    /** That a person will read it. */
    RECEIPT,
    /** What a member of staff wrote. */
    STAFF;

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
    public static AnswerKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
