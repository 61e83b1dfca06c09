package com.ovhi.outreach.common.limit;

import java.time.Duration;

/**
 * So many at once, and as many again, evenly, within a time.
 *
 * @param name of a closed vocabulary: it names the limit in Redis, where all services share it, and in metrics
 * @param most how many
 * @param within real time
 */
public record Limit(String name, int most, Duration within) {

    public Limit {
        if (most < 1 || within.toNanos() / 1_000 < most) {
            throw new IllegalArgumentException("A limit needs room for one and a microsecond for each: " + name);
        }
    }

    /** A limit for each minute. */
    public static Limit perMinute(String name, int most) {
        return new Limit(name, most, Duration.ofMinutes(1));
    }

    /** A limit for each second. */
    public static Limit perSecond(String name, int most) {
        return new Limit(name, most, Duration.ofSeconds(1));
    }

    /** After which time one more fits in, in microseconds. */
    long intervalMicros() {
        return within.toNanos() / 1_000 / most;
    }
}
