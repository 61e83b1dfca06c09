package com.ovhi.outreach.common.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Carries committed events to Kafka. Any number of instances may run: a lane is emptied by whoever holds its row lock,
 * which the database releases when the holder dies. An event is marked only after Kafka acknowledged it, so it may
 * arrive twice and is never lost. Within a lane nothing is marked behind an event that failed.
 */
final class OutboxRelay implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration PAUSE_FOR_OTHERS = Duration.ofMillis(20);

    private final OutboxStore store;
    private final TransactionOperations transactions;
    private final KafkaOperations<String, byte[]> kafka;
    private final RelayWakeUp wakeUp;
    private final OutboxProperties properties;
    private final String source;
    private final String name;
    private volatile boolean running;
    private @Nullable Thread thread;

    /**
     * @param wakeUp also says which lanes this relay carries
     * @param source the service
     * @param name of its thread
     */
    OutboxRelay(
            OutboxStore store,
            TransactionOperations transactions,
            KafkaOperations<String, byte[]> kafka,
            RelayWakeUp wakeUp,
            OutboxProperties properties,
            String source,
            String name) {
        this.store = store;
        this.transactions = transactions;
        this.kafka = kafka;
        this.wakeUp = wakeUp;
        this.properties = properties;
        this.source = source;
        this.name = name;
    }

    @Override
    public void start() {
        if (properties.enabled()) {
            running = true;
            thread = Thread.ofPlatform().name(name).daemon(true).start(this::run);
        }
    }

    /** Sends what is committed, then ends; consumers and web server have stopped before. */
    @Override
    public void stop() {
        end();
        awaitEnd();
    }

    /** Several relays stop beside each other: with Kafka away each of them takes its time. */
    @Override
    public void stop(Runnable callback) {
        end();
        Thread.ofPlatform().name(name + "-stop").start(() -> {
            awaitEnd();
            callback.run();
        });
    }

    private void end() {
        running = false;
        wakeUp.signal(wakeUp.all());
    }

    private void awaitEnd() {
        var relay = thread;
        if (relay != null) {
            try {
                relay.join(properties.sendTimeout());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts first and stops last, after everything that publishes. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1000;
    }

    private void run() {
        while (running) {
            try {
                var lanes = wakeUp.await(properties.sweep());
                var begun = System.nanoTime();
                var last = drain(lanes);
                comeBack(last.stopped(), PAUSE_AFTER_FAILURE);
                comeBack(last.held(), PAUSE_FOR_OTHERS);
                pause(properties.gather().minusNanos(System.nanoTime() - begun));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Outbox relay will try again");
                pause(PAUSE_AFTER_FAILURE);
            }
        }
        drainAllOnce();
    }

    private void comeBack(BitSet lanes, Duration after) {
        if (!lanes.isEmpty()) {
            pause(after);
            wakeUp.signal(lanes);
        }
    }

    private void drainAllOnce() {
        try {
            drain(wakeUp.all());
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Outbox left for the next start");
        }
    }

    /** Empties lanes in batches; a partial batch, or one that Kafka did not take whole, is the last. */
    Batch drain(BitSet lanes) {
        Batch batch;
        do {
            batch = Objects.requireNonNull(transactions.execute(status -> relay(lanes)));
        } while (batch.full() && batch.stopped().isEmpty());
        return batch;
    }

    private Batch relay(BitSet lanes) {
        var mine = store.lock(lanes);
        var held = (BitSet) lanes.clone();
        mine.forEach(held::clear);
        var records = mine.isEmpty() ? List.<OutboxRecord>of() : store.unsent(mine, properties.batch());
        var stopped = new BitSet(RelayLane.COUNT);
        var acknowledged = send(records, stopped);
        if (!acknowledged.isEmpty()) {
            store.markSent(acknowledged);
        }
        if (!stopped.isEmpty()) {
            log.atWarn()
                    .addKeyValue("left", records.size() - acknowledged.size())
                    .log("Kafka did not acknowledge all events; they will be sent again");
        }
        return new Batch(held, stopped, records.size() >= properties.batch());
    }

    /** What Kafka acknowledged; a lane stops at its first event that it did not. */
    private List<OutboxRecord> send(List<OutboxRecord> records, BitSet stopped) {
        var deadline = System.nanoTime() + properties.sendTimeout().toNanos();
        var futures = records.stream().map(this::send).toList();
        var acknowledged = new ArrayList<OutboxRecord>(records.size());
        for (var i = 0; i < records.size(); i++) {
            var record = records.get(i);
            if (!stopped.get(record.lane()) && succeeded(futures.get(i), deadline)) {
                acknowledged.add(record);
            } else {
                stopped.set(record.lane());
            }
        }
        return acknowledged;
    }

    /** What Kafka refuses at once (no such topic, too large) is an answer about this event, not about the batch. */
    private CompletableFuture<?> send(OutboxRecord record) {
        try {
            return kafka.send(record.toKafka(source));
        } catch (KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static boolean succeeded(CompletableFuture<?> future, long deadline) {
        try {
            future.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void pause(Duration pause) {
        if (!pause.isPositive()) {
            return;
        }
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * How the last batch of some lanes went.
     *
     * @param held lanes that another relay had: what was just committed to them may have escaped it
     * @param stopped lanes in which Kafka did not take everything
     * @param full whether there may be more
     */
    record Batch(BitSet held, BitSet stopped, boolean full) {}
}
