package com.ovhi.outreach.optimizer.engagement;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When patients are learned about.
 *
 * @param settle how long after the first news of a patient's messages, on the suite's clock: what a patient does with a message comes
 *     in pieces
 */
@ConfigurationProperties("outreach.optimizer")
record LearningProperties(@DefaultValue("60s") Duration settle) {

    /** Longer than this, and patients who are tired by now would be written to as if they were not. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Refuses what nobody can wait for, and what would let a patient be tired for long before it is known. */
    LearningProperties {
        if (settle.isNegative() || settle.compareTo(LONGEST) > 0) {
            throw new IllegalStateException("outreach.optimizer.settle: 0s to 1h");
        }
    }
}
