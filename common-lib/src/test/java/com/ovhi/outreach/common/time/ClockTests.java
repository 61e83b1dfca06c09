package com.ovhi.outreach.common.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ClockTests {

    private static final Instant ORIGIN = Instant.parse("2026-11-23T00:00:00Z");
    private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void startsWhereItIsToldAndRunsFaster() {
        var clock = new AcceleratedClock(Clock.fixed(ORIGIN.plusSeconds(10), ZoneOffset.UTC), ORIGIN, START, 360);

        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @Test
    void convertsTechnicalWaitsBothWays() {
        var pace = new Pace(360);

        assertThat(pace.ofReal(Duration.ofSeconds(10))).isEqualTo(Duration.ofHours(1));
        assertThat(pace.toReal(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void refusesToStandStillOrToStartNowhere() {
        assertThatThrownBy(() -> new ClockProperties(null, null, 0)).hasMessageContaining("speed");
        assertThatThrownBy(() -> new ClockProperties(ORIGIN, null, 1)).hasMessageContaining("together");
    }
}
