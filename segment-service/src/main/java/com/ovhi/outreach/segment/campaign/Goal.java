package com.ovhi.outreach.segment.campaign;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What ends a campaign for a patient before its last step. */
enum Goal {
    /** A visit was booked after the enrolment. */
    BOOKED,
    /** The patient answered yes to one of its messages. */
    CONFIRMED,
    /** The patient answered at all. */
    REPLIED,
    /** The patient wants no more messages; ends it always. */
    OPTED_OUT,
    /** The patient does not belong to the segment any more. */
    LEFT_SEGMENT;

    /** The name on the wire. */
    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Goal of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The name of an exit because of it, in the database and in progress. */
    String reason() {
        return code().replace('_', '-');
    }
}
