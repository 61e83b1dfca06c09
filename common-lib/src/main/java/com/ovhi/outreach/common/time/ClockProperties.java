package com.ovhi.outreach.common.time;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The suite's time; leave it alone in production.
 *
 * @param origin the real instant at which the suite's clock shows {@code start}
 * @param start where the suite's clock starts; both null for real time
 * @param speed how many seconds of the suite's time pass in one real second
 */
@ConfigurationProperties("outreach.clock")
public record ClockProperties(
        @Nullable Instant origin,
        @Nullable Instant start,
        @DefaultValue("1") double speed) {

    /** Refuses a clock that stands still or runs backwards. */
    public ClockProperties {
        if (!(speed > 0)) {
            throw new IllegalStateException("outreach.clock.speed must be greater than 0");
        }
        if ((origin == null) != (start == null)) {
            throw new IllegalStateException("outreach.clock.origin and outreach.clock.start must be set together");
        }
    }
}
