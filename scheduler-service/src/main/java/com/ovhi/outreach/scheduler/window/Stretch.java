package com.ovhi.outreach.scheduler.window;

import java.time.Instant;

/**
 * A stretch of time.
 *
 * @param start inclusive
 * @param end exclusive
 */
public record Stretch(Instant start, Instant end) {

    boolean isEmpty() {
        return !start.isBefore(end);
    }

    /** Whether the instant lies in it. */
    public boolean contains(Instant at) {
        return !at.isBefore(start) && at.isBefore(end);
    }

    Stretch intersect(Stretch other) {
        return new Stretch(start.isAfter(other.start) ? start : other.start, end.isBefore(other.end) ? end : other.end);
    }
}
