package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code delivery.reported}: one observation about one attempt, from a worker, a webhook, the scheduler, or preference-service (a patient left by the link of an e-mail). Fields a webhook cannot know are null and found through {@code providerMessageId}. {@code machine} marks opens and clicks made by software; {@code retryAfterMillis} is a hint of the provider in real time. Attempt {@link #ANSWER} is about no job: {@code jobId} is then the id of an answer.
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
        Instant occurredAt)
        implements AboutJob {

    /** The number under which an {@linkplain AnswerOrdered answer} travels; attempts of jobs begin with 1. */
    public static final int ANSWER = 0;

    /** Whether it is about an answer to what somebody wrote, and so about no job. */
    public boolean ofAnswer() {
        return attempt != null && attempt == ANSWER;
    }

    /** Whether it can be about a message of an organisation: the account it came by may be another one's alone. */
    public boolean mayBeOf(@Nullable Long organization) {
        return organizationId == null || organization == null || organizationId.equals(organization);
    }
}
