package com.ovhi.outreach.common.messaging;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants of events as the database keeps them. */
public final class Times {

    private static final Instant FIRST = Instant.parse("1970-01-02T00:00:00Z");
    private static final Instant END = Instant.parse("2038-01-01T00:00:00Z");

    private Times() {}

    /**
     * What is kept of an instant.
     *
     * @throws PoisonRecord when the database cannot hold it: the event is set aside at once
     */
    public static Instant kept(Instant at) {
        if (at.isBefore(FIRST) || !at.isBefore(END)) {
            throw new PoisonRecord("impossible-time");
        }
        return at.truncatedTo(ChronoUnit.MICROS);
    }
}
