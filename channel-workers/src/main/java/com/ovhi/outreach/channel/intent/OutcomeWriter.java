package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Writes what calls came to, all that ended while the last transactions were being committed in the next one: alone when
 * few are under way, and a commit for many when many are. Two threads take turns, so that outcomes gather while others
 * are written and the database is never waited for by all of them. Thread-safe.
 */
@Component
public class OutcomeWriter implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(OutcomeWriter.class);
    private static final int MOST = 200;
    private static final int THREADS = 2;

    /** At the end: for a database that hangs there is no time. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration LOOK = Duration.ofMillis(100);

    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final Map<Integer, List<Entry>> underWay = new ConcurrentHashMap<>();
    private final OutcomeRecorder recorder;
    private final List<Thread> threads;
    private volatile boolean ends;

    OutcomeWriter(OutcomeRecorder recorder) {
        this.recorder = recorder;
        threads = IntStream.range(0, THREADS)
                .mapToObj(number -> Thread.ofPlatform()
                        .name("outcome-writer-" + number)
                        .daemon(true)
                        .start(() -> run(number)))
                .toList();
    }

    /** Writes an outcome soon. How many wait is bounded by the calls that may be under way. */
    public void record(UUID intentId, SendOutcome outcome, Runnable written) {
        entries.add(new Entry(intentId, outcome, written, new AtomicBoolean()));
    }

    private void run(int number) {
        try {
            while (!ends) {
                var first = entries.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    var batch = new ArrayList<Entry>();
                    batch.add(first);
                    entries.drainTo(batch, MOST - 1);
                    underWay.put(number, batch);
                    write(batch);
                    underWay.remove(number);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<Entry> batch) {
        try {
            recorder.record(outcomes(batch));
        } catch (RuntimeException | Error e) {
            lost(batch, e);
        }
        batch.forEach(OutcomeWriter::written);
    }

    private static Map<UUID, SendOutcome> outcomes(List<Entry> batch) {
        var outcomes = new LinkedHashMap<UUID, SendOutcome>();
        batch.forEach(each -> outcomes.put(each.intentId(), each.outcome()));
        return outcomes;
    }

    /** Neither database nor disk: the attempts stay open and are reconciled. */
    private static void lost(List<Entry> batch, Throwable cause) {
        log.atError()
                .addKeyValue("outcomes", batch.size())
                .addKeyValue("error", cause.getClass().getName())
                .log("Outcomes could be written nowhere");
    }

    /** One that fails must keep neither the others nor those to come from being written. */
    private static void written(Entry entry) {
        if (!entry.told().compareAndSet(false, true)) {
            return;
        }
        try {
            entry.written().run();
        } catch (RuntimeException | Error e) {
            log.atError()
                    .addKeyValue("intent_id", entry.intentId())
                    .addKeyValue("error", e.getClass().getName())
                    .log("An outcome is written, but what waited for it failed");
        }
    }

    /**
     * By now all calls have ended and all outcomes are written, or have had their time. What is left is kept on the disk,
     * also what the database may still be taking: an outcome may be recorded twice. Nobody is interrupted, for that would
     * close the file.
     */
    @Override
    public void destroy() throws InterruptedException {
        ends = true;
        var end = System.nanoTime() + PATIENCE.toNanos();
        for (var thread : threads) {
            thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
        var left = new ArrayList<Entry>();
        underWay.values().forEach(left::addAll);
        entries.drainTo(left);
        if (left.isEmpty()) {
            return;
        }
        try {
            recorder.keep(outcomes(left));
        } catch (RuntimeException | Error e) {
            lost(left, e);
        }
        left.forEach(OutcomeWriter::written);
    }

    /** @param told whether who waits for it has been told; at the end two threads may have it */
    private record Entry(UUID intentId, SendOutcome outcome, Runnable written, AtomicBoolean told) {}
}
