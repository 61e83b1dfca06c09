package com.ovhi.outreach.common.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalRequestLimitsTests {

    private static final Limit TWO = Limit.perMinute("two", 2);

    private final AtomicLong nanos = new AtomicLong(TimeUnit.SECONDS.toNanos(-10));
    private final RequestLimits limits = new LocalRequestLimits(nanos::get, 3);

    @Test
    void admitsSoManyAtOnceUnderEachKeyAndAgainEvenly() {
        assertThat(limits.count(TWO, "a").admitted()).isTrue();
        assertThat(limits.count(TWO, "a").admitted()).isTrue();
        assertThat(limits.count(TWO, "a").retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(limits.count(TWO, "b").admitted()).isTrue();
        assertThat(limits.count(Limit.perMinute("other", 2), "a").admitted()).isTrue();

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(29));
        assertThat(limits.count(TWO, "a").retryAfter()).isEqualTo(Duration.ofSeconds(1));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(limits.count(TWO, "a").admitted()).isTrue();
        assertThat(limits.count(TWO, "a").admitted()).isFalse();
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(60));
        assertThat(limits.count(TWO, "a").admitted()).isTrue();
        assertThat(limits.count(TWO, "a").admitted()).isTrue();
        assertThat(limits.count(TWO, "a").admitted()).isFalse();
    }

    @Test
    void keepsOutNewNamesWhileTooManyAreInUse() {
        for (var name : new String[] {"a", "b", "c"}) {
            assertThat(limits.count(TWO, name).admitted()).isTrue();
        }

        assertThat(limits.count(TWO, "d").retryAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(limits.count(TWO, "c").admitted()).isTrue();

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(31));
        assertThat(limits.count(TWO, "d").admitted()).isTrue();
    }

    @Test
    void refusesALimitThatLetsNobodyThrough() {
        assertThatIllegalArgumentException().isThrownBy(() -> Limit.perMinute("none", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limit("dense", 2_000, Duration.ofMillis(1)));
    }
}
