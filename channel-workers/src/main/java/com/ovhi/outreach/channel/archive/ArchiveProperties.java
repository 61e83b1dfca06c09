package com.ovhi.outreach.channel.archive;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is let go of. What must be kept for six years stands in the audit log of preference-service. Real time.
 *
 * @param attempts how long settled attempts and the slots of their contacts are kept
 * @param permissionChanges how long the proof is kept that a revocation won
 * @param testSends how long tests of templates are kept
 * @param batch how many rows go in one transaction
 */
@ConfigurationProperties("outreach.channel.archive")
record ArchiveProperties(
        @DefaultValue("400d") Duration attempts,
        @DefaultValue("400d") Duration permissionChanges,
        @DefaultValue("90d") Duration testSends,
        @DefaultValue("500") int batch) {

    /** No job lives longer, so no order can come for a contact that is forgotten. */
    private static final Duration LONGEST_JOB = Duration.ofDays(120);

    /** Refuses what would let a message be sent a second time. */
    ArchiveProperties {
        if (attempts.compareTo(LONGEST_JOB) < 0 || permissionChanges.compareTo(LONGEST_JOB) < 0) {
            throw new IllegalStateException("outreach.channel.archive: attempts and changes are kept for 120 days");
        }
        if (batch < 1) {
            throw new IllegalStateException("outreach.channel.archive.batch must be at least 1");
        }
    }
}
