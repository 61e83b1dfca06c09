package com.ovhi.outreach.scheduler.dispatch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When orders are given again.
 *
 * @param patience how long an order may stay unanswered, real time; twice as long after each time it was given again
 * @param batch how many are given again in one transaction
 */
@ConfigurationProperties("outreach.scheduler.reorder")
record ReorderProperties(
        @DefaultValue("5m") Duration patience,
        @DefaultValue("200") int batch) {

    /** Refuses what would give every order again at once, or none ever. */
    ReorderProperties {
        if (patience.compareTo(Duration.ofSeconds(30)) < 0 || batch < 1) {
            throw new IllegalStateException("outreach.scheduler.reorder: patience at least 30s, batch at least 1");
        }
    }
}
