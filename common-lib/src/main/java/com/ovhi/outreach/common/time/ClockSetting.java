package com.ovhi.outreach.common.time;

import java.time.Duration;
import java.time.Instant;

/**
 * How the suite's time follows from real time.
 *
 * @param origin a real instant
 * @param start what the suite's clock shows at {@code origin}
 * @param speed seconds of the suite's time in one real second, greater than 0
 */
public record ClockSetting(Instant origin, Instant start, double speed) {

    /** Real time. */
    public static final ClockSetting REAL = new ClockSetting(Instant.EPOCH, Instant.EPOCH, 1);

    /** Refuses a clock that stands still or runs backwards. */
    public ClockSetting {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("The clock's speed must be greater than 0");
        }
    }

    /** What the suite's clock shows at a real instant. */
    public Instant instantAt(Instant real) {
        var elapsed = Duration.between(origin, real);
        return speed == 1 ? start.plus(elapsed) : start.plusNanos((long) (elapsed.toNanos() * speed));
    }

    /** The same clock, continuing without a jump but at another speed. */
    public ClockSetting at(double newSpeed, Instant real) {
        return new ClockSetting(real, instantAt(real), newSpeed);
    }
}
