package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code reply.understood}: what a patient's message means. Ids only. {@code patientId}, {@code organizationId} and {@code jobId} are null when they could not be told; {@code addressHash} then still names the address, so that STOP always works. {@code askedAt} is when the patient was asked what they are taken to answer, because nothing else was open; null where they named the message themselves, where no job is told, and where an older parser told it.
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
        Instant receivedAt,
        @Nullable Instant askedAt) {

    /** Of which the job, if any, was named by the patient. */
    public ReplyUnderstood(
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
            Instant receivedAt) {
        this(
                inboundId,
                organizationId,
                patientId,
                channel,
                addressHash,
                intent,
                language,
                confidence,
                matchedRule,
                jobId,
                receivedAt,
                null);
    }
}
