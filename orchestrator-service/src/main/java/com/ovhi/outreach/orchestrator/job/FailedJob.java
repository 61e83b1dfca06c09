package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.util.UUID;

/**
 * A job that came to nothing.
 *
 * @param code why
 * @param attempts how often it was tried
 */
public record FailedJob(
        UUID jobId, long organizationId, long patientId, Channel channel, Purpose purpose, String code, int attempts) {}
