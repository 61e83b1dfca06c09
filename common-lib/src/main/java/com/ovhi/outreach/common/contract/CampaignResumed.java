package com.ovhi.outreach.common.contract;

import java.time.Instant;

/**
 * {@code campaign.resumed}: a campaign that was paused goes on, in round {@code round} (see {@link CampaignHeld}). What is asked for in its name without a round belongs to this one. Nothing that was called off comes back.
 */
public record CampaignResumed(long campaignId, long organizationId, int round, Instant resumedAt) {}
