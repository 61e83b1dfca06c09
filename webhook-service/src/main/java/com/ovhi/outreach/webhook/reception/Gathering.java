package com.ovhi.outreach.webhook.reception;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * When a lane may begin its next group. After one that was in company it waits for more, at the longest for a while after that one
 * began; after a single caller beside whom nobody came it does not wait. Thread-safe.
 */
final class Gathering {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final long gather;
    private final BooleanSupplier full;
    private final LongSupplier nanos;
    private long begun;
    private boolean company;
    private boolean ended;

    /**
     * @param gather from the beginning of one group to that of the next, real time
     * @param full whether those who wait need no more company
     * @param nanos a clock that only goes forward, such as {@link System#nanoTime}
     */
    Gathering(Duration gather, BooleanSupplier full, LongSupplier nanos) {
        this.gather = gather.toNanos();
        this.full = full;
        this.nanos = nanos;
    }

    /**
     * A group begins now.
     *
     * @param several whether it has more than one caller
     */
    void begun(boolean several) {
        lock.lock();
        try {
            begun = nanos.getAsLong();
            company = several;
        } finally {
            lock.unlock();
        }
    }

    /** Others have come since the last group began. */
    void joined() {
        lock.lock();
        try {
            company = true;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when the next group may begin. Whoever is interrupted waits no longer, and still is interrupted afterwards. */
    void await() {
        lock.lock();
        try {
            for (var left = left(); left > 0; left = left()) {
                changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private long left() {
        return ended || !company || full.getAsBoolean() ? 0 : begun + gather - nanos.getAsLong();
    }

    /** Those who wait may need no more company. */
    void enough() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on nobody waits for company. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
