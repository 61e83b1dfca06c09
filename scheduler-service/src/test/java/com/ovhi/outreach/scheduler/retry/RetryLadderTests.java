package com.ovhi.outreach.scheduler.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryLadderTests {

    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(16));

    private final RetryLadder ladder = new RetryLadder(
            new RetryProperties(
                    STEPS,
                    0.2,
                    Duration.ofSeconds(5),
                    Duration.ofMillis(250),
                    Duration.ofMinutes(15),
                    Duration.ofSeconds(5)),
            new Random(1));

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 2000", "3, 4000", "4, 8000", "5, 16000"})
    void everyStepIsTwiceTheOneBeforeGiveOrTakeAFifth(int retry, long millis) {
        for (var i = 0; i < 1_000; i++) {
            assertThat(ladder.pause(retry, null).orElseThrow())
                    .isBetween(Duration.ofMillis(millis * 8 / 10), Duration.ofMillis(millis * 12 / 10));
        }
    }

    @Test
    void thereIsNoSixthRetry() {
        assertThat(ladder.pause(6, null)).isEmpty();
        assertThat(ladder.pause(6, 1L)).isEmpty();
    }

    @Test
    void theProviderMayAskForALongerPauseButNotForAShorter() {
        assertThat(ladder.pause(1, 30_000L)).contains(Duration.ofSeconds(30));
        assertThat(ladder.pause(3, 10L).orElseThrow()).isGreaterThan(Duration.ofSeconds(3));
        assertThat(ladder.pause(1, -5L).orElseThrow()).isPositive();
    }

    @Test
    void aParkedJobWaitsAsAskedOrFiveSeconds() {
        assertThat(ladder.parking(null)).isEqualTo(Duration.ofSeconds(5));
        assertThat(ladder.parking(700L)).isEqualTo(Duration.ofMillis(700));
        assertThat(ladder.parking(2L)).as("no spinning").isEqualTo(Duration.ofMillis(250));
    }
}
