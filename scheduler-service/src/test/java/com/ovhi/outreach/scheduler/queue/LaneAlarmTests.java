package com.ovhi.outreach.scheduler.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LaneAlarmTests {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final LaneAlarm alarm = new LaneAlarm();

    @Test
    @Timeout(10)
    void ringsForWhatIsEarlier() throws Exception {
        var sleeper = CompletableFuture.runAsync(() -> sleep(NOON, Duration.ofMinutes(1)));

        while (!sleeper.isDone()) {
            alarm.ring(NOON.minusSeconds(1));
            Thread.onSpinWait();
        }

        sleeper.get(1, TimeUnit.SECONDS);
    }

    @Test
    @Timeout(10)
    void aRingBeforeTheSleepIsNotLost() {
        alarm.ring(NOON.plusSeconds(1));

        sleep(NOON, Duration.ofMinutes(1));
    }

    @Test
    void sleepsOnForWhatIsLater() {
        var start = System.nanoTime();
        var ringing = CompletableFuture.runAsync(() -> {
            for (var i = 0; i < 20; i++) {
                sleepALittle();
                alarm.ring(NOON.plusSeconds(1));
            }
        });

        // A ring that comes before the sleep makes it look once more.
        sleep(NOON, Duration.ofMillis(200));
        sleep(NOON, Duration.ofMillis(200));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
        ringing.join();
    }

    @Test
    @Timeout(10)
    void aReportWakesWhoWaitsForOneAlsoIfItCameBefore() throws Exception {
        alarm.reported(1);
        awaitReports(1);

        alarm.forgetReports();
        var sleeper = awaiting(1);
        alarm.ring(NOON);
        wakesByOneReportMore(sleeper);
    }

    /** Whatever becomes due while there is no room is looked for once there is. */
    @Test
    @Timeout(10)
    void whatBecameDueBeforeDoesNotWakeWhoWaitsForReports() throws Exception {
        alarm.ring(NOON);
        var sleeper = awaiting(1);

        wakesByOneReportMore(sleeper);
    }

    @Test
    @Timeout(10)
    void wakesWhoeverSleepsForWhatever() throws Exception {
        var sleeper = awaiting(1);
        sleepALittle();
        alarm.wake();
        assertThat(sleeper.join(Duration.ofSeconds(5))).isTrue();

        alarm.wake();
        sleep(Instant.MIN, Duration.ofMinutes(1));
    }

    /** Each time it wakes it counts all that are in flight. */
    @Test
    @Timeout(10)
    void fewerReportsThanAreAwaitedWakeNobody() throws Exception {
        alarm.reported(100);
        alarm.forgetReports();
        alarm.reported(20);
        var sleeper = awaiting(100);

        alarm.reported(79);
        wakesByOneReportMore(sleeper);
    }

    @Test
    @Timeout(10)
    void reportsThatWentToAnotherInstanceAreNotWaitedForForEver() throws Exception {
        alarm.reported(99);

        alarm.awaitReports(100, Duration.ofMillis(50));
    }

    @Test
    void aReportDoesNotWakeWhoWaitsForWhatIsDue() {
        var start = System.nanoTime();
        var reports = CompletableFuture.runAsync(() -> {
            for (var i = 0; i < 20; i++) {
                sleepALittle();
                alarm.reported(1);
            }
        });

        sleep(NOON, Duration.ofMillis(200));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
        reports.join();
    }

    private Thread awaiting(long jobs) {
        var sleeper = Thread.ofPlatform().start(() -> awaitReports(jobs));
        while (sleeper.isAlive() && sleeper.getState() != Thread.State.TIMED_WAITING) {
            sleepALittle();
        }
        return sleeper;
    }

    private void awaitReports(long jobs) {
        try {
            alarm.awaitReports(jobs, Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void wakesByOneReportMore(Thread sleeper) throws InterruptedException {
        sleepALittle();
        assertThat(sleeper.isAlive()).isTrue();
        alarm.reported(1);

        assertThat(sleeper.join(Duration.ofSeconds(5))).isTrue();
    }

    private static void sleepALittle() {
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }

    private void sleep(Instant until, Duration patience) {
        try {
            alarm.sleep(until, patience);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
