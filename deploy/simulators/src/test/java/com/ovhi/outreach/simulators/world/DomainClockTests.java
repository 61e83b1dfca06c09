package com.ovhi.outreach.simulators.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DomainClockTests {

    private static final Instant ORIGIN = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant START = Instant.parse("2027-03-08T12:00:00Z");

    @Test
    void startsWhereItIsToldAndRunsFaster() {
        Clock real = Clock.fixed(ORIGIN.plusSeconds(10), ZoneOffset.UTC);

        assertThat(new DomainClock(real, ORIGIN, START, 60).instant()).isEqualTo("2027-03-08T12:10:00Z");
    }

    @Test
    void knowsWhenSomethingWillBe() {
        DomainClock clock = new DomainClock(Clock.systemUTC(), ORIGIN, START, 3600);

        assertThat(clock.toReal(START.plus(Duration.ofDays(1)))).isEqualTo(ORIGIN.plusSeconds(24));
        assertThat(clock.toDomain(Duration.ofSeconds(1))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void isTheClockOnTheWallWhenNothingIsSet() {
        assertThat(new DomainClock(Clock.fixed(ORIGIN, ZoneOffset.UTC), ORIGIN, ORIGIN, 1).instant())
                .isEqualTo(ORIGIN);
    }
}
