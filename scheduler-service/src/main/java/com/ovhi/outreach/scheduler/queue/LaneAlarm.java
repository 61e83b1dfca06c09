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
    private boolean woken;
    private long awaitedReports;
    private long reports;

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

    /** Wakes the sleeper, whatever it waits for; one that is awake does not sleep the next time. */
    public void wake() {
        lock.lock();
        try {
            woken = true;
            rang.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** So many jobs were reported: wakes the sleeper if it waits for no more than have been since it forgot them. */
    public void reported(long jobs) {
        lock.lock();
        try {
            reports += jobs;
            if (awaitedReports > 0 && reports >= awaitedReports) {
                rang.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What was reported by now is waited for no more: whoever looks at the queue afterwards sees what has become of it. */
    public void forgetReports() {
        lock.lock();
        try {
            reports = 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sleeps until so many jobs have been reported since they were forgotten, even if something becomes due, or has meanwhile: whoever
     * has no room for it looks for it afterwards.
     *
     * @param jobs more than none
     * @param patience how long at most, in real time: reports may have gone to another instance
     */
    public void awaitReports(long jobs, Duration patience) throws InterruptedException {
        await(Instant.MIN, jobs, patience);
    }

    /**
     * Sleeps until it rings.
     *
     * @param until what the sleeper waits for, on the suite's clock
     * @param patience how long at most, in real time
     */
    public void sleep(Instant until, Duration patience) throws InterruptedException {
        await(until, 0, patience);
    }

    private void await(Instant until, long jobs, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            sleepingUntil = until;
            awaitedReports = jobs;
            var nanos = patience.toNanos();
            while (!woken && !(jobs > 0 ? reports >= jobs : ringing) && nanos > 0) {
                nanos = rang.awaitNanos(nanos);
            }
        } finally {
            ringing = false;
            woken = false;
            awaitedReports = 0;
            sleepingUntil = Instant.MAX;
            lock.unlock();
        }
    }
}
