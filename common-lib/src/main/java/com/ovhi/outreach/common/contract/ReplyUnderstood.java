package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code reply.understood}: what a patient's message means. Ids only. {@code patientId}, {@code organizationId} and {@code jobId} are null when they could not be told; {@code addressHash} then still names the address, so that STOP always works.
 */
public record ReplyUnderstood(
        UUID inboundId,
        @Nullable Long organizationId,
        @Nullable Long patientId,
        Channel channel,
        String addressHash,
        Intent intent,
        @Nullable String language,
        double confidence,
        String matchedRule,
        @Nullable UUID jobId,
        Instant receivedAt) {}
