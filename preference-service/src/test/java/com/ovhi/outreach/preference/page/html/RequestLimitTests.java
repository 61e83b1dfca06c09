package com.ovhi.outreach.preference.page.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestLimitTests {

    private final AtomicLong nanos = new AtomicLong();
    private final RequestLimit limit = new RequestLimit(2, nanos::get);

    @Test
    void admitsSoManyInAMinuteUnderEachKey() {
        assertThat(limit.admits("a")).isTrue();
        assertThat(limit.admits("a")).isTrue();
        assertThat(limit.admits("a")).isFalse();
        assertThat(limit.admits("b")).isTrue();

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(limit.admits("a")).isFalse();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(limit.admits("a")).isTrue();
    }
}
