package com.ovhi.outreach.common.limit;

import java.time.Duration;

/**
 * The answer to a request that was counted.
 *
 * @param retryAfter zero when admitted, else when it may be asked again
 */
public record Admission(Duration retryAfter) {

    static Admission afterMicros(long micros) {
        return new Admission(Duration.ofNanos(micros * 1_000));
    }

    /** Whether it is within the limit. */
    public boolean admitted() {
        return retryAfter.isZero();
    }
}
