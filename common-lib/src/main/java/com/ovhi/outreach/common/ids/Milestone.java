package com.ovhi.outreach.common.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A step in the life of a job; each is reached at most once. */
public enum Milestone {
    SCHEDULED,
    PROCESSING,
    SENT,
    DELIVERED,
    OPENED,
    CLICKED,
    REPLIED,
    BOUNCED,
    FAILED,
    EXPIRED,
    CANCELLED,
    /** The provider's answer was lost and the outcome is not known yet. */
    UNDER_REVIEW;

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
    public static Milestone of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
