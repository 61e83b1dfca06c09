package com.ovhi.outreach.common.contract;

import java.util.UUID;

/**
 * {@code contact.withdrawn}: the job was cancelled; the scheduler must not dispatch it any more.
 */
public record ContactWithdrawn(UUID jobId, long organizationId, long patientId, String reason) implements AboutJob {}
