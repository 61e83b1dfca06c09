package com.ovhi.outreach.common.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Instants as parameters of statements on connections whose zone is UTC. For each {@link java.sql.Timestamp} the driver makes
 * a date format and throws it away, which costs as much as all other parameters of a row; for these it keeps one.
 */
public final class UtcTime {

    private UtcTime() {}

    /** What a column holds for an instant. */
    public static LocalDateTime of(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
