package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code delivery.reported}: one observation about one attempt, from a worker, a webhook or the scheduler. Fields a webhook cannot know are null and found through {@code providerMessageId}. {@code machine} marks opens and clicks made by software; {@code retryAfterMillis} is a hint of the provider in real time.
 */
public record DeliveryReported(
        @Nullable UUID jobId,
        @Nullable Long organizationId,
        @Nullable Long patientId,
        Channel channel,
        @Nullable Integer attempt,
        DeliveryState state,
        @Nullable String providerMessageId,
        @Nullable FailureClass failureClass,
        @Nullable String failureCode,
        @Nullable Long retryAfterMillis,
        boolean machine,
        Instant occurredAt) {}
