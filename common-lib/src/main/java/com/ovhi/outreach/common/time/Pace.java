package com.ovhi.outreach.common.time;

import java.time.Duration;

/**
 * Converts technical waits (retries, reconciliation), which are meant in real time, into the suite's time, in which
 * due times are stored. In production both are the same.
 *
 * @param speed seconds of the suite's time in one real second
 */
public record Pace(double speed) {

    /** How long a real wait lasts on the suite's clock. */
    public Duration ofReal(Duration real) {
        return Duration.ofNanos((long) (real.toNanos() * speed));
    }

    /** How long a wait on the suite's clock really lasts. */
    public Duration toReal(Duration suite) {
        return Duration.ofNanos((long) (suite.toNanos() / speed));
    }
}
