package com.ovhi.outreach.simulators.patients;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.random.RandomGenerator;

/** When people get round to it: after a log-normal delay, and not at night. */
final class Pace {

    private static final double SPREAD = 1.2;
    private static final LocalTime BEDTIME = LocalTime.of(22, 0);
    private static final LocalTime MORNING = LocalTime.of(7, 0);
    private static final Duration LONGEST = Duration.ofDays(2);

    private final Duration median;
    private final ZoneId zone;

    Pace(Duration median, ZoneId zone) {
        this.median = median;
        this.zone = zone;
    }

    /** An instant after the given one at which a person is awake and looks at the message. */
    Instant after(Instant arrived, RandomGenerator random) {
        double millis = median.toMillis() * Math.exp(SPREAD * random.nextGaussian());
        int overslept = random.nextInt(120);
        Instant instant = arrived.plusMillis(Math.min(Math.round(millis), LONGEST.toMillis()));
        ZonedDateTime local = instant.atZone(zone);
        LocalTime time = local.toLocalTime();
        if (!time.isBefore(MORNING) && time.isBefore(BEDTIME)) {
            return instant;
        }
        ZonedDateTime day = time.isBefore(MORNING) ? local : local.plusDays(1);
        return day.with(MORNING).plusMinutes(overslept).toInstant();
    }
}
