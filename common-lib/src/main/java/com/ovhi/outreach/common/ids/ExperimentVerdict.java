package com.ovhi.outreach.common.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the results of an experiment ask of its campaign. */
public enum ExperimentVerdict {
    /** The rule agreed before is met: one variant won. */
    WINNER,
    /** A variant does harm and is to be given to nobody else. */
    GUARDRAIL,
    /** The shares do not match the weights: no result may be trusted. */
    SAMPLE_RATIO,
    /** It has run its length without a difference. */
    NO_DIFFERENCE;

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
    public static ExperimentVerdict of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
