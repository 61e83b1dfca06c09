package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.ids.ExperimentVerdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code experiment.decided}: what the results of an experiment ask of its campaign. {@code variant} is the one that won or does harm, null for the other verdicts; {@code reason} is one sentence for people, without PHI.
 */
public record ExperimentDecided(
        long experimentId,
        long organizationId,
        long campaignId,
        ExperimentVerdict verdict,
        @Nullable String variant,
        String reason,
        Instant decidedAt) {}
