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
    private boolean waitingForReport;
    private boolean reported;

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

    /** Wakes the sleeper if it waits for a report; one that is awake does not wait for one. */
    public void reported() {
        lock.lock();
        try {
            reported = true;
            if (waitingForReport) {
                rang.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sleeps until a report comes, even if something becomes due.
     *
     * @param patience how long at most, in real time
     */
    public void awaitReport(Duration patience) throws InterruptedException {
        await(Instant.MIN, true, patience);
    }

    /**
     * Sleeps until it rings.
     *
     * @param until what the sleeper waits for, on the suite's clock
     * @param patience how long at most, in real time
     */
    public void sleep(Instant until, Duration patience) throws InterruptedException {
        await(until, false, patience);
    }

    private void await(Instant until, boolean report, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            sleepingUntil = until;
            waitingForReport = report;
            var nanos = patience.toNanos();
            while (!ringing && !(report && reported) && nanos > 0) {
                nanos = rang.awaitNanos(nanos);
            }
        } finally {
            ringing = false;
            reported = reported && !report;
            waitingForReport = false;
            sleepingUntil = Instant.MAX;
            lock.unlock();
        }
    }
}
