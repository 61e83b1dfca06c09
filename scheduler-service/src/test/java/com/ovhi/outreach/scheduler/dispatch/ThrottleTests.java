package com.ovhi.outreach.scheduler.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTests {

    private final AtomicLong nanos = new AtomicLong();
    private final Throttle throttle = new Throttle(50, 20, nanos::get);

    @Test
    void letsABurstPassAndThenTheRate() {
        assertThat(throttle.available()).isEqualTo(20);
        throttle.take(20);
        assertThat(throttle.available()).isZero();
        assertThat(throttle.until(1)).isEqualTo(Duration.ofMillis(20));

        nanos.addAndGet(Duration.ofMillis(100).toNanos());

        assertThat(throttle.available()).isEqualTo(5);
    }

    @Test
    void doesNotSaveMoreThanABurst() {
        nanos.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(throttle.available()).isEqualTo(20);
    }

    @Test
    void neverExceedsTheRateOverAMinute() {
        var left = 0;
        for (var i = 0; i < 6_000; i++) {
            nanos.addAndGet(Duration.ofMillis(10).toNanos());
            var now = throttle.available();
            throttle.take(now);
            left += now;
        }

        assertThat(left).isBetween(50 * 60 - 1, 50 * 60 + 20);
    }

    @Test
    void noThrottleNeverHoldsBack() {
        var none = Throttle.none();
        none.take(1_000_000);

        assertThat(none.available()).isEqualTo(Integer.MAX_VALUE);
    }
}
