package com.ovhi.outreach.segment.campaign;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Somewhere, with its minutes before UTC until the clocks change and after it; what the change leaves out is an hour
 * later.
 */
record Place(@Nullable String zone, int winter, int summer) {

    /** Clocks go from 02:00 to 03:00 here, where they do. */
    private static final LocalDateTime SPRING = LocalDateTime.of(2026, 3, 8, 2, 0);

    Instant instant(LocalDate day, LocalTime time) {
        var local = day.atTime(time);
        return local.minusMinutes(local.isBefore(SPRING.plusHours(1)) ? winter : summer)
                .toInstant(ZoneOffset.UTC);
    }

    LocalDateTime local(Instant instant) {
        var before = instant.isBefore(instant(SPRING.toLocalDate(), LocalTime.of(1, 59)));
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).plusMinutes(before ? winter : summer);
    }
}
