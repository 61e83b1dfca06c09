package com.ovhi.outreach.simulators.world;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The clock of the simulated world: real time moved to a start and run at a speed. */
public final class DomainClock extends Clock {

    private final Clock real;
    private final Instant origin;
    private final Instant start;
    private final double speed;

    /** Creates a clock that shows {@code start} at the real instant {@code origin}. */
    public DomainClock(Clock real, Instant origin, Instant start, double speed) {
        this.real = real;
        this.origin = origin;
        this.start = start;
        this.speed = speed;
    }

    @Override
    public Instant instant() {
        return start.plus(scaled(Duration.between(origin, real.instant()), speed));
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new DomainClock(real.withZone(zone), origin, start, speed);
    }

    /** The real instant at which this clock shows the given one. */
    public Instant toReal(Instant domain) {
        return origin.plus(scaled(Duration.between(start, domain), 1 / speed));
    }

    /** How far this clock moves while the given real time passes. */
    public Duration toDomain(Duration passed) {
        return scaled(passed, speed);
    }

    /** The clock on the wall. */
    public Clock real() {
        return real;
    }

    private static Duration scaled(Duration duration, double factor) {
        return factor == 1 ? duration : Duration.ofNanos(Math.round(duration.toNanos() * factor));
    }
}
