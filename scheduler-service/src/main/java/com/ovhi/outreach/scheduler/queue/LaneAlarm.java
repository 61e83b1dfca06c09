package com.ovhi.outreach.scheduler.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets the dispatcher of a lane sleep until something is due, and wakes it when that becomes earlier. Thread-safe. */
public final class LaneAlarm {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rang = lock.newCondition();
    private Instant sleepingUntil = Instant.MAX;
    private boolean ringing;

    LaneAlarm() {}

    /** Wakes the sleeper if it would miss this instant; one that is awake looks once more before it sleeps. */
    public void ring(Instant dueAt) {
        lock.lock();
        try {
            if (dueAt.isBefore(sleepingUntil)) {
                ringing = true;
                rang.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sleeps until it rings.
     *
     * @param until what the sleeper waits for, on the suite's clock
     * @param patience how long at most, in real time
     */
    public void sleep(Instant until, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            sleepingUntil = until;
            var nanos = patience.toNanos();
            while (!ringing && nanos > 0) {
                nanos = rang.awaitNanos(nanos);
            }
        } finally {
            ringing = false;
            sleepingUntil = Instant.MAX;
            lock.unlock();
        }
    }
}
