package com.ovhi.outreach.simulators.world;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;

/** The clock of the simulated world: real time moved to a start and run at a speed. */
public final class DomainClock extends Clock {

    private final Clock real;
    private final Supplier<ClockCourse> course;

    /** Creates a clock that shows {@code start} at the real instant {@code origin}. */
    public DomainClock(Clock real, Instant origin, Instant start, double speed) {
        this(real, fixed(new ClockCourse(origin, start, speed)));
    }

    DomainClock(Clock real, Supplier<ClockCourse> course) {
        this.real = real;
        this.course = course;
    }

    private static Supplier<ClockCourse> fixed(ClockCourse course) {
        return () -> course;
    }

    @Override
    public Instant instant() {
        return course.get().toDomain(real.instant());
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new DomainClock(real.withZone(zone), course);
    }

    /** The real instant at which this clock shows the given one, if its speed does not change until then. */
    public Instant toReal(Instant domain) {
        return course.get().toReal(domain);
    }

    /** How far this clock moves while the given real time passes. */
    public Duration toDomain(Duration passed) {
        return ClockCourse.scaled(passed, course.get().speed());
    }

    /** The clock on the wall. */
    public Clock real() {
        return real;
    }
}
