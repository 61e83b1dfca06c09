package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.optimizer.learning.AgeBand;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A patient and the insight published last.
 *
 * @param zone null when it is not known which of several it is
 * @param preferenceVersion of the newest preference seen; 0 for none
 * @param permissions by that preference; null before the first that told of them
 * @param estimate what was said last
 * @param insightVersion of the insight published last; 0 for none
 */
record Patient(
        long id,
        long organizationId,
        @Nullable ZoneId zone,
        @Nullable String language,
        AgeBand ageBand,
        long preferenceVersion,
        @Nullable Permissions permissions,
        Estimate estimate,
        long insightVersion,
        @Nullable Instant learnedAt) {

    /** Whose habits are taken for the patient's as long as nothing else is known. */
    String cohort() {
        return ageBand.cohort(language);
    }
}
