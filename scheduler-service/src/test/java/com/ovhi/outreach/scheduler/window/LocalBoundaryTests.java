package com.ovhi.outreach.scheduler.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class LocalBoundaryTests {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @Test
    void anOrdinaryTimeHasOneInstant() {
        var noon = LocalDateTime.parse("2026-03-02T12:00");

        assertThat(LocalBoundary.opening(noon, NEW_YORK)).isEqualTo(Instant.parse("2026-03-02T17:00:00Z"));
        assertThat(LocalBoundary.closing(noon, NEW_YORK)).isEqualTo(Instant.parse("2026-03-02T17:00:00Z"));
    }

    @Test
    void aTimeThatDoesNotExistIsTheChangeItself() {
        var skipped = LocalDateTime.parse("2026-03-08T02:30");

        assertThat(LocalBoundary.opening(skipped, NEW_YORK)).isEqualTo(Instant.parse("2026-03-08T07:00:00Z"));
        assertThat(LocalBoundary.closing(skipped, NEW_YORK)).isEqualTo(Instant.parse("2026-03-08T07:00:00Z"));
    }

    @Test
    void aTimeThatExistsTwiceOpensAtTheSecondAndClosesAtTheFirst() {
        var repeated = LocalDateTime.parse("2026-11-01T01:30");

        assertThat(LocalBoundary.opening(repeated, NEW_YORK)).isEqualTo(Instant.parse("2026-11-01T06:30:00Z"));
        assertThat(LocalBoundary.closing(repeated, NEW_YORK)).isEqualTo(Instant.parse("2026-11-01T05:30:00Z"));
    }

    @Test
    void aMidnightThatDoesNotExistIsTheStartOfItsDay() {
        var santiago = ZoneId.of("America/Santiago");
        var midnight = LocalDateTime.parse("2026-09-06T00:00");

        assertThat(LocalBoundary.opening(midnight, santiago))
                .isEqualTo(midnight.toLocalDate().atStartOfDay(santiago).toInstant());
    }
}
