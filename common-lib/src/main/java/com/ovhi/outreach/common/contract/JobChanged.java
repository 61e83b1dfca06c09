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

    /** Begins what is said of a job, with nothing but what must be. */
    public static Builder builder(
            UUID jobId,
            long organizationId,
            long patientId,
            Purpose purpose,
            Channel channel,
            Milestone milestone,
            JobStatus status,
            Instant scheduledAt,
            Instant occurredAt) {
        return new Builder(
                jobId, organizationId, patientId, purpose, channel, milestone, status, scheduledAt, occurredAt);
    }

    /** Collects what may be said of a job; what is not said is null. Not thread-safe. */
    public static final class Builder {

        private final UUID jobId;
        private final long organizationId;
        private final long patientId;
        private final Purpose purpose;
        private final Channel channel;
        private final Milestone milestone;
        private final JobStatus status;
        private final Instant scheduledAt;
        private final Instant occurredAt;
        private @Nullable Long providerId;
        private @Nullable Long campaignId;
        private @Nullable String abVariant;
        private @Nullable String subjectRef;
        private @Nullable Integer subjectVersion;
        private @Nullable String reason;
        private @Nullable Boolean household;
        private @Nullable Boolean discreet;
        private @Nullable CampaignStep step;
        private @Nullable Wording wording;

        private Builder(
                UUID jobId,
                long organizationId,
                long patientId,
                Purpose purpose,
                Channel channel,
                Milestone milestone,
                JobStatus status,
                Instant scheduledAt,
                Instant occurredAt) {
            this.jobId = jobId;
            this.organizationId = organizationId;
            this.patientId = patientId;
            this.purpose = purpose;
            this.channel = channel;
            this.milestone = milestone;
            this.status = status;
            this.scheduledAt = scheduledAt;
            this.occurredAt = occurredAt;
        }

        public Builder providerId(@Nullable Long value) {
            providerId = value;
            return this;
        }

        public Builder campaignId(@Nullable Long value) {
            campaignId = value;
            return this;
        }

        public Builder abVariant(@Nullable String value) {
            abVariant = value;
            return this;
        }

        public Builder subjectRef(@Nullable String value) {
            subjectRef = value;
            return this;
        }

        public Builder subjectVersion(@Nullable Integer value) {
            subjectVersion = value;
            return this;
        }

        public Builder reason(@Nullable String value) {
            reason = value;
            return this;
        }

        public Builder household(@Nullable Boolean value) {
            household = value;
            return this;
        }

        public Builder discreet(@Nullable Boolean value) {
            discreet = value;
            return this;
        }

        public Builder step(@Nullable CampaignStep value) {
            step = value;
            return this;
        }

        public Builder wording(@Nullable Wording value) {
            wording = value;
            return this;
        }

        public JobChanged build() {
            return new JobChanged(
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
                    step,
                    wording);
        }
    }
}
