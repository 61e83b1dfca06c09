package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code insight.learned}: what the suite learned about a patient. {@code bestHour} is a local hour 0 to 23 or null without evidence; {@code fatigue} and {@code confidence} lie in [0, 1]. {@code hourWeights} share messages out among hours, null where nothing is known or asked for; {@code hourConfidence} and {@code channelConfidence} in [0, 1] say how likely best hour and channel are right, null without one; {@code noShowRisk} is how likely the next visit is missed, null without one; {@code reason} is a code for what the best hour rests on, or why there is none.
 */
public record InsightLearned(
        long patientId,
        long organizationId,
        long version,
        @Nullable Integer bestHour,
        @Nullable Channel bestChannel,
        double fatigue,
        double confidence,
        int evidence,
        Instant learnedAt,
        @Nullable HourWeights hourWeights,
        @Nullable Double hourConfidence,
        @Nullable Double channelConfidence,
        @Nullable Double noShowRisk,
        @Nullable String reason) {

    /** Of best hour and fatigue only. */
    public InsightLearned(
            long patientId,
            long organizationId,
            long version,
            @Nullable Integer bestHour,
            @Nullable Channel bestChannel,
            double fatigue,
            double confidence,
            int evidence,
            Instant learnedAt) {
        this(
                patientId,
                organizationId,
                version,
                bestHour,
                bestChannel,
                fatigue,
                confidence,
                evidence,
                learnedAt,
                null,
                null,
                null,
                null,
                null);
    }
}
