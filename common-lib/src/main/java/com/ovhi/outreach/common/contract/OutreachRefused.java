package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code outreach.refused}: what a campaign asked for as an event became no job, or none any more. {@code requestId} and {@code occasionKey} are those of the {@code OutreachRequested}; {@code step} is null for a request outside the steps of its campaign; {@code reason} is vocabulary: the rule that was in the way, or {@code campaign-held} when the campaign was paused or ended meanwhile. Whoever asks for the occasion again, with another request id, is judged anew. {@code jobId} is the job that had been called off to be told otherwise and was followed by no other one; null where the request became none.
 */
public record OutreachRefused(
        UUID requestId,
        long organizationId,
        long patientId,
        long campaignId,
        @Nullable CampaignStep step,
        String occasionKey,
        Purpose purpose,
        String reason,
        Instant refusedAt,
        @Nullable UUID jobId) {}
