package com.ovhi.outreach.common.contract;

import java.time.Instant;
import java.util.UUID;

/**
 * {@code contact.moved}: a job that waits leaves at another time than the orchestrator believes, and why. What is looked at again and
 * again is told once for each reason, so that it may leave later than {@code dueAt}, never much earlier.
 *
 * @param reason a code
 * @param occurredAt of two about one job the later one counts
 */
public record ContactMoved(
        UUID jobId, long organizationId, long patientId, Instant dueAt, String reason, Instant occurredAt)
        implements AboutJob {}
