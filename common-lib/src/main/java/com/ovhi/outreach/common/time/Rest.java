package com.ovhi.outreach.common.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How long something that failed is left alone, in real time, so that its being away costs one time-out and not one for
 * each caller. A rest is only ever prolonged. Thread-safe.
 */
public final class Rest {

    private final LongSupplier nanos;
    private final AtomicLong until;

    public Rest() {
        this(System::nanoTime);
    }

    /** @param nanos a clock like {@link System#nanoTime()} */
    public Rest(LongSupplier nanos) {
        this.nanos = nanos;
        until = new AtomicLong(nanos.getAsLong());
    }

    public boolean resting() {
        return nanos.getAsLong() - until.get() < 0;
    }

    /** Begins a rest, or prolongs the one that would end earlier. */
    public void rest(Duration pause) {
        var end = nanos.getAsLong() + pause.toNanos();
        until.accumulateAndGet(end, (known, fresh) -> fresh - known > 0 ? fresh : known);
    }
}
