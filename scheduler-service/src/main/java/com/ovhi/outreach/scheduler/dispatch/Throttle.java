package com.ovhi.outreach.scheduler.dispatch;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A bucket of permits that fills at a fixed rate. Not thread-safe: each dispatcher has its own. */
final class Throttle {

    private static final double NANOS = 1_000_000_000;

    private final double perNano;
    private final double burst;
    private final LongSupplier nanoTime;
    private double permits;
    private long filledAt;

    Throttle(double perSecond, int burst, LongSupplier nanoTime) {
        this.perNano = perSecond / NANOS;
        this.burst = burst;
        this.nanoTime = nanoTime;
        permits = burst;
        filledAt = nanoTime.getAsLong();
    }

    static Throttle none() {
        return new Throttle(Double.POSITIVE_INFINITY, Integer.MAX_VALUE, () -> 0);
    }

    /** How many may leave now. */
    int available() {
        var now = nanoTime.getAsLong();
        var elapsed = now - filledAt;
        permits = elapsed > 0 ? Math.min(burst, permits + elapsed * perNano) : permits;
        filledAt = now;
        return (int) permits;
    }

    void take(int count) {
        permits -= perNano < Double.POSITIVE_INFINITY ? count : 0;
    }

    /** How long until this many may leave. */
    Duration until(int count) {
        return Duration.ofNanos((long) Math.max(0, (Math.min(count, burst) - permits) / perNano));
    }
}
