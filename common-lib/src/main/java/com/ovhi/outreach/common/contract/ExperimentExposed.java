package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code experiment.exposed}: a patient met an experiment for the first time, and so counts for its variant from {@code exposedAt} on. {@code holdout}: the patient receives nothing, and {@code variant} is {@code holdout}. {@code weights} are the shares of all variants at that moment (of any scale; 0 where a variant gets nobody new), for the alarm on sample ratios; {@code requestId} is the first message, null for the holdout and for a variant that comes later than others.
 */
public record ExperimentExposed(
        long experimentId,
        long organizationId,
        long patientId,
        long campaignId,
        Purpose purpose,
        String variant,
        boolean holdout,
        Map<String, Integer> weights,
        @Nullable UUID requestId,
        Instant exposedAt) {

    /** The variant of those who receive nothing. */
    public static final String HOLDOUT = "holdout";
}
