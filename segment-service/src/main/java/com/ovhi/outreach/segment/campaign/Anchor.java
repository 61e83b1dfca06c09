package com.ovhi.outreach.segment.campaign;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the time of a step is counted from. */
enum Anchor {
    /** The patient's entry into the campaign. */
    ENROLMENT,
    /** The step before: when its message left, or the patient's answer to it. */
    PREVIOUS,
    /** The patient's next visit. */
    NEXT_VISIT,
    /** The next date a refill is due. */
    REFILL_DUE;

    /** The name on the wire. */
    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Anchor of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether it is a date of the patient that can be unknown and can change. */
    boolean dated() {
        return this == NEXT_VISIT || this == REFILL_DUE;
    }
}
