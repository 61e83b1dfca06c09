package com.ovhi.outreach.common.time;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The suite's time; leave it alone in production.
 *
 * @param origin the real instant at which the suite's clock shows {@code start}
 * @param start where the suite's clock starts; both null for real time
 * @param speed how many seconds of the suite's time pass in one real second
 * @param file where the three stand instead, if they may change while the suite runs
 */
@ConfigurationProperties("outreach.clock")
public record ClockProperties(
        @Nullable Instant origin,
        @Nullable Instant start,
        @DefaultValue("1") double speed,
        @Nullable Path file) {

    /** Refuses a clock that starts nowhere. */
    public ClockProperties {
        if ((origin == null) != (start == null)) {
            throw new IllegalStateException("outreach.clock.origin and outreach.clock.start must be set together");
        }
    }

    Supplier<ClockSetting> setting() {
        if (file != null) {
            return new ClockFile(file);
        }
        var fixed = origin == null || start == null ? ClockSetting.REAL : new ClockSetting(origin, start, speed);
        return () -> fixed;
    }
}
