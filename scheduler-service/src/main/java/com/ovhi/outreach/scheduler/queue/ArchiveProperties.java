package com.ovhi.outreach.scheduler.queue;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long ended jobs stay.
 *
 * @param archiveAfter when they leave the queue for the archive; longer than any event can be sent again
 * @param purgeAfter when the archive forgets them
 * @param batch how many rows one transaction moves or deletes
 */
@ConfigurationProperties("outreach.scheduler.archive")
record ArchiveProperties(
        @DefaultValue("30d") Duration archiveAfter,
        @DefaultValue("400d") Duration purgeAfter,
        @DefaultValue("1000") int batch) {

    /** Refuses to forget what may still come again. */
    ArchiveProperties {
        if (archiveAfter.compareTo(Duration.ofDays(15)) < 0 || purgeAfter.compareTo(archiveAfter) < 0 || batch < 1) {
            throw new IllegalStateException(
                    "outreach.scheduler.archive: at least 15 days until archived, more until purged, a batch of at least 1");
        }
    }
}
