package com.ovhi.outreach.preference.effective;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A pause after a failure, in real time; it is only ever prolonged. Thread-safe. */
final class Rest {

    private final AtomicLong until = new AtomicLong(System.nanoTime());

    boolean resting() {
        return System.nanoTime() - until.get() < 0;
    }

    void rest(Duration pause) {
        var end = System.nanoTime() + pause.toNanos();
        until.accumulateAndGet(end, (known, fresh) -> fresh - known > 0 ? fresh : known);
    }
}
