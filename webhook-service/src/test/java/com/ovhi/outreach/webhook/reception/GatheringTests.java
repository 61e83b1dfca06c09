package com.ovhi.outreach.webhook.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a lane begins its next group. Nobody waits for the hour that it gathers: time goes on by hand. */
@Timeout(30)
class GatheringTests {

    private static final Duration HOUR = Duration.ofHours(1);

    /** As {@link System#nanoTime} may be: any number, and after the largest comes the smallest. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicInteger looks = new AtomicInteger();
    private final Gathering gathering = new Gathering(HOUR, this::look, now::get);
    private final AtomicReference<Thread> thread = new AtomicReference<>();
    private final ExecutorService lane = Executors.newSingleThreadExecutor(task -> {
        thread.set(new Thread(task));
        return thread.get();
    });

    @AfterEach
    void stop() {
        gathering.end();
        lane.close();
    }

    @Test
    void theFirstOfAllDoesNotWait() throws Exception {
        waits().get();
    }

    @ParameterizedTest
    @CsvSource({
        // several in the last group, others came meanwhile, minutes since it began, enough wait, it waits
        "false, false,   0, false, false",
        "true,  false,   0, false, true",
        "false, true,    0, false, true",
        "true,  true,   59, false, true",
        "true,  true,   60, false, false",
        "false, true,  600, false, false",
        "true,  true,    0, true,  false",
    })
    void waitsInCompanyUntilTheHourIsOver(boolean several, boolean others, int minutes, boolean enough, boolean waits)
            throws Exception {
        gathering.begun(several);
        now.addAndGet(Duration.ofMinutes(minutes).toNanos());
        full.set(enough);
        if (others) {
            gathering.joined();
        }

        var waiting = waits();

        if (waits) {
            awaitParked();
            assertThat(waiting.isDone()).isFalse();
        } else {
            waiting.get();
        }
    }

    @Test
    void whoIsAloneAgainDoesNotWait() throws Exception {
        gathering.begun(true);
        now.addAndGet(HOUR.toNanos());
        waits().get();
        gathering.begun(false);

        waits().get();
    }

    @Test
    void waitsNoLongerOnceThereAreEnough() throws Exception {
        gathering.begun(true);
        var waiting = waits();
        awaitParked();

        full.set(true);
        gathering.enough();

        waiting.get();
    }

    @Test
    void goesOnWaitingWhenItIsWokenForNothing() throws Exception {
        gathering.begun(true);
        var waiting = waits();
        awaitParked();
        var before = looks.get();

        gathering.enough();

        Awaitility.await().until(() -> looks.get() > before);
        awaitParked();
        assertThat(waiting.isDone()).isFalse();
    }

    @Test
    void nobodyWaitsWhenTheServiceEnds() throws Exception {
        gathering.begun(true);
        var waiting = waits();
        awaitParked();

        gathering.end();

        waiting.get();
        gathering.begun(true);
        waits().get();
    }

    @Test
    void whoIsInterruptedWaitsNoLongerAndStaysInterrupted() {
        gathering.begun(true);
        Thread.currentThread().interrupt();

        gathering.await();

        assertThat(Thread.interrupted()).isTrue();
    }

    private Future<?> waits() {
        return lane.submit(gathering::await);
    }

    private boolean look() {
        looks.incrementAndGet();
        return full.get();
    }

    /** Without anything to do its thread waits as well, but for no time in particular. */
    private void awaitParked() {
        Awaitility.await().until(() -> thread.get().getState() == Thread.State.TIMED_WAITING);
    }
}
