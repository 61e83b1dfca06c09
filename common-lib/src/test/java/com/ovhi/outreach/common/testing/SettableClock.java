package com.ovhi.outreach.common.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that shows what a test says. Thread-safe. */
public final class SettableClock extends Clock {

    /** What every new clock shows: a Monday morning in New York, before the clock change of 2026. */
    public static final Instant START = Instant.parse("2026-03-02T15:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    /** Shows this instant from now on. */
    public void set(Instant instant) {
        now.set(instant);
    }

    /** Moves on. */
    public void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Always itself: the suite's clock is in UTC. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
