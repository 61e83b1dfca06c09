package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code insight.learned}: what the suite learned about a patient. {@code bestHour} is a local hour 0 to 23 or null without evidence; {@code fatigue} and {@code confidence} lie in [0, 1].
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
        Instant learnedAt) {}
