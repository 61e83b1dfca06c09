package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.observability.TraceContext;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work that goes on beside its caller's. */
class BesideTests {

    private static final int MORE_THAN_THREADS = 20;

    private final Beside beside = new Beside(TraceContext.none());
    private final CountDownLatch letGo = new CountDownLatch(1);

    @AfterEach
    void close() {
        letGo.countDown();
        beside.close();
    }

    @Test
    void theCallerGoesOnAndGetsTheResultWhenItAsks() {
        var begun = beside.begin(() -> {
            awaitLatch();
            return Thread.currentThread().getName();
        });

        letGo.countDown();

        assertThat(begun.get()).startsWith("decision-beside-");
    }

    @Test
    void theCallerGetsTheFailureItself() {
        var failure = new IllegalArgumentException("As asked for");

        var begun = beside.begin(() -> {
            throw failure;
        });

        assertThatThrownBy(begun::get).isSameAs(failure);
    }

    @Test
    void whoFindsAllThreadsBusyWorksByItself() {
        var begun = new ArrayList<Supplier<Thread>>();
        for (var i = 0; i < MORE_THAN_THREADS; i++) {
            begun.add(beside.begin(() -> {
                if (Thread.currentThread().getName().startsWith("decision-beside-")) {
                    awaitLatch();
                }
                return Thread.currentThread();
            }));
        }

        letGo.countDown();

        assertThat(begun.stream().map(Supplier::get).distinct())
                .contains(Thread.currentThread())
                .hasSizeGreaterThan(2);
        await().untilAsserted(() -> assertThat(
                        Stream.of(beside.begin(Thread::currentThread).get()))
                .as("there are free threads again")
                .doesNotContain(Thread.currentThread()));
    }

    private void awaitLatch() {
        try {
            letGo.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
