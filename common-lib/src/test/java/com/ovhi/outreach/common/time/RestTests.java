package com.ovhi.outreach.common.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At any reading of a clock whose readings may be negative and overflow. */
class RestTests {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(5);

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MIN_VALUE, -1, Long.MAX_VALUE - 500_000_000L})
    void lastsAsLongAsTheLongestThatWasAskedFor(long beginning) {
        var now = new AtomicLong(beginning);
        var rest = new Rest(now::get);
        assertThat(rest.resting()).as("before anything failed").isFalse();

        rest.rest(LONG);
        rest.rest(SHORT);
        now.addAndGet(SHORT.toNanos());
        assertThat(rest.resting()).as("the shorter one does not cut it").isTrue();

        now.addAndGet(LONG.minus(SHORT).toNanos() - 1);
        assertThat(rest.resting()).isTrue();
        now.incrementAndGet();
        assertThat(rest.resting()).as("it is over").isFalse();

        rest.rest(SHORT);
        rest.rest(LONG);
        now.addAndGet(SHORT.toNanos());
        assertThat(rest.resting()).as("the longer one prolongs it").isTrue();
    }
}
