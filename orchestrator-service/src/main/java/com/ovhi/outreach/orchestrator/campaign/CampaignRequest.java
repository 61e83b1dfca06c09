package com.ovhi.outreach.orchestrator.campaign;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A contact that is asked for in the name of a campaign.
 *
 * @param occasionKey names the occasion, for which a patient is contacted once
 * @param round how often the campaign had been paused when it asked; null when somebody else asked in its name, which
 *     counts as asked in the round the campaign is in
 * @param version which version of the campaign it is asked by; null when somebody else asked in its name
 */
public record CampaignRequest(
        UUID requestId,
        long organizationId,
        long patientId,
        long campaignId,
        String occasionKey,
        @Nullable Integer round,
        @Nullable Integer version) {}
