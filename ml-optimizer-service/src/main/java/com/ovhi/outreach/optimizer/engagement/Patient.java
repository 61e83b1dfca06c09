package com.ovhi.outreach.optimizer.engagement;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A patient and the insight published last.
 *
 * @param zone null when it is not known which of several it is
 * @param preferenceVersion of the newest preference seen; 0 for none
 * @param insightVersion of the insight published last; 0 for none
 */
record Patient(
        long id,
        long organizationId,
        @Nullable ZoneId zone,
        @Nullable String language,
        long preferenceVersion,
        @Nullable Integer bestHour,
        double fatigue,
        double confidence,
        int evidence,
        long insightVersion,
        @Nullable Instant learnedAt) {}
