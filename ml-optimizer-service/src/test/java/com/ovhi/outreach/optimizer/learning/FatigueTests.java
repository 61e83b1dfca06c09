package com.ovhi.outreach.optimizer.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FatigueTests {

    private static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"0,0", "1,0.221", "2,0.393", "3,0.528", "5,0.713", "10,0.918", "40,1"})
    void growsWithEachUnansweredMessage(int unanswered, double score) {
        assertThat(Fatigue.of(Collections.nCopies(unanswered, NOW), NOW).score())
                .isEqualTo(score);
    }

    @Test
    void forgetsAfterFourteenDays() {
        var old = NOW.minus(Duration.ofDays(14));

        assertThat(Fatigue.of(List.of(old), NOW).score()).isZero();
        assertThat(Fatigue.of(List.of(old.plusSeconds(1)), NOW).score()).isPositive();
    }

    @Test
    void saysWhenItFallsNext() {
        var newer = NOW.minus(Duration.ofDays(2));
        var older = NOW.minus(Duration.ofDays(5));

        assertThat(Fatigue.of(List.of(newer, older), NOW).fallsAt()).contains(older.plus(Duration.ofDays(14)));
        assertThat(Fatigue.of(List.of(), NOW).fallsAt()).isEmpty();
    }

    @Test
    void staysBetweenZeroAndOne() {
        IntStream.range(0, 200)
                .forEach(count -> assertThat(
                                Fatigue.of(Collections.nCopies(count, NOW), NOW).score())
                        .isBetween(0.0, 1.0));
    }
}
