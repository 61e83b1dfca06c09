package com.ovhi.outreach.local.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTests {

    private static final Duration PAUSE = Duration.ofMillis(5);

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void waitsNoLongerThanTheConditionNeeds() throws InterruptedException {
        var begin = System.nanoTime();

        assertThat(new Patience(Duration.ofMinutes(1), PAUSE).until(() -> looks.incrementAndGet() == 3))
                .isTrue();

        assertThat(looks).hasValue(3);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void givesUpInTheEnd() throws InterruptedException {
        assertThat(new Patience(Duration.ofMillis(50), PAUSE).until(() -> looks.incrementAndGet() < 0))
                .isFalse();

        assertThat(looks).hasValueGreaterThan(1);
    }

    @Test
    void looksOnceEvenWithoutPatience() throws InterruptedException {
        assertThat(new Patience(Duration.ZERO, PAUSE).until(() -> true)).isTrue();
    }

    @Test
    void letsAFailedLookFail() {
        assertThatThrownBy(() -> new Patience(Duration.ofMinutes(1), PAUSE).until(() -> {
                    throw new IOException("no answer");
                }))
                .isInstanceOf(IOException.class);
    }
}
