package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code job.changed}: a job reached a milestone for the first time, or was scheduled or cancelled. Ids and vocabulary only. {@code occurredAt} is when it happened, {@code status} the derived status afterwards; {@code household} marks a message that is worded for several patients who are reached at one address, so that no answer to it can be taken for one of them (null is no); {@code discreet} marks one that says only that there is something to read in the portal, so that it asks nothing (null is no). {@code step} is null outside campaigns, {@code wording} until the text is known.
 */
public record JobChanged(
        UUID jobId,
        long organizationId,
        long patientId,
        @Nullable Long providerId,
        @Nullable Long campaignId,
        @Nullable String abVariant,
        Purpose purpose,
        Channel channel,
        Milestone milestone,
        JobStatus status,
        @Nullable String subjectRef,
        @Nullable Integer subjectVersion,
        Instant scheduledAt,
        Instant occurredAt,
        @Nullable String reason,
        @Nullable Boolean household,
        @Nullable Boolean discreet,
        @Nullable CampaignStep step,
        @Nullable Wording wording)
        implements AboutJob {

    /** Of a message of which neither step nor wording is told. */
    public JobChanged(
            UUID jobId,
            long organizationId,
            long patientId,
            @Nullable Long providerId,
            @Nullable Long campaignId,
            @Nullable String abVariant,
            Purpose purpose,
            Channel channel,
            Milestone milestone,
            JobStatus status,
            @Nullable String subjectRef,
            @Nullable Integer subjectVersion,
            Instant scheduledAt,
            Instant occurredAt,
            @Nullable String reason,
            @Nullable Boolean household,
            @Nullable Boolean discreet) {
        this(
                jobId,
                organizationId,
                patientId,
                providerId,
                campaignId,
                abVariant,
                purpose,
                channel,
                milestone,
                status,
                subjectRef,
                subjectVersion,
                scheduledAt,
                occurredAt,
                reason,
                household,
                discreet,
                null,
                null);
    }

    /** Of a message that says what it is about. */
    public JobChanged(
            UUID jobId,
            long organizationId,
            long patientId,
            @Nullable Long providerId,
            @Nullable Long campaignId,
            @Nullable String abVariant,
            Purpose purpose,
            Channel channel,
            Milestone milestone,
            JobStatus status,
            @Nullable String subjectRef,
            @Nullable Integer subjectVersion,
            Instant scheduledAt,
            Instant occurredAt,
            @Nullable String reason,
            @Nullable Boolean household) {
        this(
                jobId,
                organizationId,
                patientId,
                providerId,
                campaignId,
                abVariant,
                purpose,
                channel,
                milestone,
                status,
                subjectRef,
                subjectVersion,
                scheduledAt,
                occurredAt,
                reason,
                household,
                null);
    }

    /** Of a message to one patient. */
    public JobChanged(
            UUID jobId,
            long organizationId,
            long patientId,
            @Nullable Long providerId,
            @Nullable Long campaignId,
            @Nullable String abVariant,
            Purpose purpose,
            Channel channel,
            Milestone milestone,
            JobStatus status,
            @Nullable String subjectRef,
            @Nullable Integer subjectVersion,
            Instant scheduledAt,
            Instant occurredAt,
            @Nullable String reason) {
        this(
                jobId,
                organizationId,
                patientId,
                providerId,
                campaignId,
                abVariant,
                purpose,
                channel,
                milestone,
                status,
                subjectRef,
                subjectVersion,
                scheduledAt,
                occurredAt,
                reason,
                null);
    }
}
