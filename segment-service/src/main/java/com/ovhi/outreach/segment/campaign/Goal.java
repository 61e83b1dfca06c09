package com.ovhi.outreach.segment.campaign;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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

    /** The goal that an exit was because of; empty when it was because of something else. */
    static Optional<Goal> reached(String exitReason) {
        return Arrays.stream(values())
                .filter(each -> each.reason().equals(exitReason))
                .findFirst();
    }
}
