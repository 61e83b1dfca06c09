package com.ovhi.outreach.common.time;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Converts technical waits (retries, reconciliation), which are meant in real time, into the suite's time, in which
 * due times are stored. In production both are the same. Thread-safe.
 */
public final class Pace {

    private final DoubleSupplier speed;

    /** @param speed seconds of the suite's time in one real second, now */
    public Pace(DoubleSupplier speed) {
        this.speed = speed;
    }

    /** A pace that never changes. */
    public Pace(double speed) {
        this(() -> speed);
    }

    /** How long a real wait lasts on the suite's clock. */
    public Duration ofReal(Duration real) {
        return Duration.ofNanos((long) (real.toNanos() * speed.getAsDouble()));
    }

    /** How long a wait on the suite's clock really lasts. */
    public Duration toReal(Duration suite) {
        return Duration.ofNanos((long) (suite.toNanos() / speed.getAsDouble()));
    }
}
