package com.ovhi.outreach.common.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** State of a communication job as the design document names it. */
public enum JobStatus {
    QUEUED,
    PROCESSING,
    SENT,
    DELIVERED,
    OPENED,
    CLICKED,
    REPLIED,
    BOUNCED,
    FAILED,
    CANCELLED;

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
    public static JobStatus of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether nothing is left to be sent. */
    public boolean ended() {
        return this != QUEUED && this != PROCESSING;
    }
}
