package com.ovhi.outreach.common.contract;

import java.time.Instant;

/**
 * {@code campaign.held}: a campaign was paused or ended. What it asked for in round {@code through} or before and was not sent is to be called off, and refused if it comes later. What is asked for afterwards has a higher round, so nothing has to be released. {@code reason} is vocabulary.
 */
public record CampaignHeld(long campaignId, long organizationId, int through, String reason, Instant heldAt) {}
