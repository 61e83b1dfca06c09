package com.ovhi.outreach.scheduler.queue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a job stands in the queue. */
public enum QueueState {
    /** Not due yet, or due again. */
    WAITING,
    /** Handed to the workers; their report is awaited. */
    DISPATCHED,
    /** Nothing is left to do. */
    ENDED;

    /** The name on the wire and in the database. */
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
    public static QueueState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
