package com.ovhi.outreach.common.contract;

import java.time.Instant;

/**
 * {@code step.withdrawn}: a campaign means a patient no longer ({@code reason}: they booked, confirmed, left the segment …). What it asked for under {@code occasionKey} and was not sent is to be called off. It says nothing of what is asked for later.
 */
public record StepWithdrawn(
        long campaignId, long organizationId, long patientId, String occasionKey, String reason, Instant withdrawnAt) {}
