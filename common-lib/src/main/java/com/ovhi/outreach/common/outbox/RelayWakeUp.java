package com.ovhi.outreach.common.outbox;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells the relay which lanes have something to send. Thread-safe. */
final class RelayWakeUp {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signalled = lock.newCondition();
    private final BitSet all;
    private BitSet dirty = new BitSet(RelayLane.COUNT);

    /** @param all the lanes of its relay */
    RelayWakeUp(BitSet all) {
        this.all = all;
    }

    /** A fresh set of all its relay's lanes. */
    BitSet all() {
        return (BitSet) all.clone();
    }

    void signal(int lane) {
        var lanes = new BitSet(RelayLane.COUNT);
        lanes.set(lane);
        signal(lanes);
    }

    void signal(BitSet lanes) {
        lock.lock();
        try {
            dirty.or(lanes);
            signalled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The lanes signalled since the last call; all lanes when nothing was signalled for {@code patience}. */
    BitSet await(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            var nanos = patience.toNanos();
            while (dirty.isEmpty() && nanos > 0) {
                nanos = signalled.awaitNanos(nanos);
            }
            var lanes = dirty.isEmpty() ? all() : dirty;
            dirty = new BitSet(RelayLane.COUNT);
            return lanes;
        } finally {
            lock.unlock();
        }
    }
}
