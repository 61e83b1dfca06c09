package com.ovhi.outreach.channel.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.common.ids.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.CannotAcquireLockException;

/** Outcomes are written whatever happens beside them. */
@Timeout(20)
class OutcomeWriterTests {

    private static final SendOutcome OUTCOME = new Accepted("SM1");

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void goesOnAfterSomethingThatWaitedForAnOutcomeFailed() throws Exception {
        var recorded = new AtomicInteger();
        var writer = new OutcomeWriter(recorder(found -> recorded.addAndGet(found.size())));
        var done = new CountDownLatch(1);

        writer.record(Ids.next(), OUTCOME, () -> {
            throw new IllegalStateException("bug");
        });
        await().until(() -> recorded.get() == 1);
        writer.record(Ids.next(), OUTCOME, done::countDown);

        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
        writer.destroy();
        assertThat(recorded).hasValue(2);
    }

    @Test
    void writesOthersWhileTheDatabaseTakesItsTimeForSome() throws Exception {
        var slow = Ids.next();
        var release = new CountDownLatch(1);
        var writer = new OutcomeWriter(recorder(found -> {
            if (found.containsKey(slow)) {
                awaitUninterruptibly(release);
            }
        }));
        var slowOnes = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        writer.record(slow, OUTCOME, slowOnes::countDown);
        // Whoever comes while the first one is taken may be taken along with it.
        await().until(() -> {
            writer.record(Ids.next(), OUTCOME, begun::countDown);
            return begun.getCount() == 0;
        });

        assertThat(slowOnes.getCount()).isEqualTo(1);
        release.countDown();
        assertThat(slowOnes.await(5, TimeUnit.SECONDS)).isTrue();
        writer.destroy();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aTransactionThatLostAgainstAnotherIsRepeatedAndNotTakenForAnOutage() {
        var tries = new AtomicInteger();
        var recorder = recorder(_ -> {
            if (tries.incrementAndGet() < 5) {
                throw new CannotAcquireLockException("deadlock");
            }
        });

        recorder.record(Map.of(Ids.next(), OUTCOME));

        assertThat(tries).hasValue(5);
        assertThat(recorder.waiting()).as("on the disk").isFalse();
    }

    @Test
    void whatADatabaseThatHangsHasNotTakenAtTheEndIsOnTheDisk() throws Exception {
        var hangs = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var interrupted = new AtomicBoolean();
        var writing = new AtomicReference<>(Thread.currentThread());
        var recorder = recorder(_ -> {
            writing.set(Thread.currentThread());
            begun.countDown();
            try {
                hangs.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        var writer = new OutcomeWriter(recorder);
        var written = new AtomicInteger();
        var ids = List.of(Ids.next(), Ids.next(), Ids.next());
        writer.record(ids.getFirst(), OUTCOME, written::incrementAndGet);
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        writer.record(ids.get(1), OUTCOME, written::incrementAndGet);
        writer.record(ids.get(2), OUTCOME, written::incrementAndGet);

        writer.destroy();
        recorder.destroy();

        assertThat(written).hasValue(3);
        assertThat(kept()).containsExactlyInAnyOrderElementsOf(ids);
        hangs.countDown();
        assertThat(writing.get().join(Duration.ofSeconds(5))).isTrue();
        assertThat(interrupted).isFalse();
        assertThat(written)
                .as("told once, also of what the database has taken late")
                .hasValue(3);
    }

    @Test
    void anOutcomeThatCanNeverBeWrittenKeepsNoOtherOnTheDisk() {
        var bad = Ids.next();
        var good = Ids.next();
        var written = new ArrayList<UUID>();
        var outcomes = mock(Outcomes.class);
        doAnswer(call -> {
                    if (bad.equals(call.getArgument(0))) {
                        throw new IllegalStateException("for ever");
                    }
                    return written.add(call.getArgument(0));
                })
                .when(outcomes)
                .record(any(UUID.class), any(SendOutcome.class));
        var recorder = new OutcomeRecorder(outcomes, new SpoolProperties(directory), new SimpleMeterRegistry());
        recorder.keep(Map.of(bad, OUTCOME));
        recorder.keep(Map.of(good, OUTCOME));

        for (var tries = 1; tries <= 5; tries++) {
            assertThat(recorder.waiting()).as("try " + tries).isTrue();
            recorder.replay();
        }

        assertThat(recorder.waiting()).isFalse();
        assertThat(written).containsExactly(good);
    }

    @Test
    void anOutageIsNoReasonToPassAnOutcomeOver() {
        var outcomes = mock(Outcomes.class);
        doThrow(new CannotAcquireLockException("away")).when(outcomes).record(any(UUID.class), any(SendOutcome.class));
        var recorder = new OutcomeRecorder(outcomes, new SpoolProperties(directory), new SimpleMeterRegistry());
        recorder.keep(Map.of(Ids.next(), OUTCOME));

        for (var tries = 1; tries <= 20; tries++) {
            recorder.replay();
        }

        assertThat(recorder.waiting()).isTrue();
    }

    private List<UUID> kept() throws IOException {
        var kept = new ArrayList<UUID>();
        try (var spool = OutcomeSpool.open(directory)) {
            spool.replay(each -> kept.add(each.intentId()));
        }
        return kept;
    }

    private OutcomeRecorder recorder(Consumer<Map<UUID, SendOutcome>> database) {
        var outcomes = mock(Outcomes.class);
        doAnswer(call -> {
                    database.accept(call.getArgument(0));
                    return null;
                })
                .when(outcomes)
                .record(anyMap());
        return new OutcomeRecorder(outcomes, new SpoolProperties(directory), new SimpleMeterRegistry());
    }
}
