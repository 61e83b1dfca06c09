package com.ovhi.outreach.analytics.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * For how long facts are kept, on the suite's clock.
 *
 * @param retention of facts about people, at least {@value #LEAST_DAYS} days; counts stay for good
 */
@ConfigurationProperties("outreach.analytics")
record RetentionProperties(@DefaultValue("1096d") Duration retention) {

    /** The longest span anybody may ask for, and the longest experiment. */
    private static final long LEAST_DAYS = 400;

    /** Refuses what would take facts away that are still asked for. */
    RetentionProperties {
        if (retention.toDays() < LEAST_DAYS) {
            throw new IllegalStateException("outreach.analytics.retention must be at least " + LEAST_DAYS + " days");
        }
    }
}
