package com.ovhi.outreach.orchestrator.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as callers see it.
 *
 * @param recipient masked
 * @param errorMessage a code
 * @param moved that it was to leave at another time than {@code scheduledAt}, and why, as the scheduler said last; null if it did not
 */
record JobView(
        UUID jobId,
        UUID requestId,
        String patientId,
        Purpose purpose,
        Channel channel,
        List<Channel> channelRoute,
        JobStatus status,
        String recipient,
        String language,
        Instant scheduledAt,
        Instant expiresAt,
        @Nullable Moved moved,
        @Nullable Instant sentAt,
        long templateId,
        int templateVersion,
        @Nullable Long campaignId,
        @Nullable Long providerId,
        @Nullable String abVariant,
        @JsonProperty("is_urgent") boolean urgent,
        int retryCount,
        @Nullable String errorMessage,
        @Nullable String providerMessageId,
        boolean deliveryConflict,
        @Nullable String subjectRef,
        @Nullable Integer subjectVersion,
        @Nullable UUID previousJobId,
        Instant createdAt,
        Instant updatedAt) {}
