package com.ovhi.outreach.common.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** Shows {@code start} when the real clock shows {@code origin} and runs {@code speed} times as fast. */
final class AcceleratedClock extends Clock {

    private final Clock real;
    private final Instant origin;
    private final Instant start;
    private final double speed;

    AcceleratedClock(Clock real, Instant origin, Instant start, double speed) {
        this.real = real;
        this.origin = origin;
        this.start = start;
        this.speed = speed;
    }

    @Override
    public Instant instant() {
        var elapsed = Duration.between(origin, real.instant());
        return start.plusNanos((long) (elapsed.toNanos() * speed));
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new AcceleratedClock(real.withZone(zone), origin, start, speed);
    }
}
