package com.ovhi.outreach.analytics;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Wording;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.Samples;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the suite tells of the messages of one organisation of its own. */
public class ClinicEvents {

    public static final Instant MORNING = Instant.parse("2026-03-02T15:00:00Z");
    private static final AtomicLong LAST_ORGANIZATION = new AtomicLong(1_000);

    public final long organization = LAST_ORGANIZATION.incrementAndGet();

    public JobChanged changed(UUID job, Channel channel, Milestone milestone, Instant at) {
        return changed(job, Samples.PATIENT, channel, milestone, at);
    }

    public JobChanged changed(UUID job, long patient, Channel channel, Milestone milestone, Instant at) {
        return changed(job, patient, Samples.PROVIDER, channel, milestone, at);
    }

    public JobChanged changed(
            UUID job, long patient, @Nullable Long provider, Channel channel, Milestone milestone, Instant at) {
        return JobChanged.builder(
                        job, organization, patient, Purpose.APPT_REMINDER, channel, milestone, JobStatus.QUEUED, at, at)
                .providerId(provider)
                .build();
    }

    /** A step of campaign 31 under experiment 5, from template 12. */
    public JobChanged campaignStep(
            UUID job, Milestone milestone, int templateVersion, String language, String variant) {
        return campaignStep(
                job, Samples.PATIENT, milestone, variant, 5L, new Wording(12, templateVersion, language, 2), MORNING);
    }

    public JobChanged campaignStep(
            UUID job,
            long patient,
            Milestone milestone,
            String variant,
            long experiment,
            @Nullable Wording wording,
            Instant at) {
        return new JobChanged(
                job,
                organization,
                patient,
                null,
                31L,
                variant,
                Purpose.CAMPAIGN_EDUCATION,
                Channel.SMS,
                milestone,
                JobStatus.QUEUED,
                null,
                null,
                at,
                at,
                null,
                null,
                null,
                new CampaignStep(2, 1, experiment),
                wording);
    }

    /** A reminder of a visit. */
    public JobChanged reminder(UUID job, long patient, long appointment, Milestone milestone, Instant at) {
        return JobChanged.builder(
                        job,
                        organization,
                        patient,
                        Purpose.APPT_REMINDER,
                        Channel.SMS,
                        milestone,
                        JobStatus.QUEUED,
                        at,
                        at)
                .providerId(Samples.PROVIDER)
                .subjectRef("appointment/" + appointment)
                .subjectVersion(1)
                .build();
    }

    /** A patient meets an experiment of campaign 31. */
    public ExperimentExposed exposed(
            long experiment, long patient, String variant, Map<String, Integer> weights, Instant at) {
        return new ExperimentExposed(
                experiment,
                organization,
                patient,
                31,
                Purpose.CAMPAIGN_EDUCATION,
                variant,
                variant.equals(ExperimentExposed.HOLDOUT),
                new TreeMap<>(weights),
                null,
                at);
    }

    public ReplyUnderstood stop(UUID job) {
        return reply(job, Intent.STOP);
    }

    public ReplyUnderstood reply(@Nullable UUID job, Intent intent) {
        return new ReplyUnderstood(
                Ids.next(),
                organization,
                Samples.PATIENT,
                Channel.SMS,
                Samples.HASH,
                intent,
                "en",
                1,
                "test",
                job,
                MORNING);
    }

    public DeliveryReported opened(UUID job, boolean machine) {
        return new DeliveryReported(
                job,
                organization,
                Samples.PATIENT,
                Channel.EMAIL,
                1,
                DeliveryState.OPENED,
                null,
                null,
                null,
                null,
                machine,
                MORNING);
    }

    public DeliveryReported unsubscribed(UUID job, DeliveryState state) {
        return unsubscribed(job, state, MORNING);
    }

    public DeliveryReported unsubscribed(UUID job, DeliveryState state, Instant at) {
        return new DeliveryReported(
                job, organization, Samples.PATIENT, Channel.EMAIL, 1, state, null, null, null, null, false, at);
    }
}
