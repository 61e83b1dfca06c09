package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Patients of running campaigns who say by e-mail and SMS what they allow. */
abstract class ChangingWishes extends RunningCampaigns {

    static final Permission OPEN = new Permission(true, false, "hash", null);

    ChangingWishes(CampaignKit kit, int port) {
        super(kit, port);
    }

    static Permission closed(String reason) {
        return new Permission(false, false, "no-address".equals(reason) ? null : "hash", null, reason);
    }

    /** The same at another address. */
    static Permission elsewhere(Permission permission) {
        return new Permission(
                permission.transactional(), permission.marketing(), "another hash", null, permission.reason());
    }

    /** Says what a patient allows by now, and waits until that is known. */
    void allows(long patient, long version, Permission email, Permission sms) {
        tell(patient, version, email, sms);
        awaitKnown(patient, version);
    }

    void tell(long patient, long version, Permission email, Permission sms) {
        feed.preference(
                organization, patient, version, "en", Map.of(Channel.EMAIL, email, Channel.SMS, sms), clock.instant());
    }

    void awaitKnown(long patient, long version) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(jdbc.sql("SELECT preference_version FROM patients WHERE patient_id = ?")
                                .param(patient)
                                .query(Long.class)
                                .single())
                        .isEqualTo(version));
    }

    void sent(OutreachRequested request, UUID job, Channel channel) {
        kafka.publish(
                Topics.JOB,
                Long.toString(request.patientId()),
                JobChanged.builder(
                                job,
                                organization,
                                request.patientId(),
                                request.purpose(),
                                channel,
                                Milestone.SENT,
                                JobStatus.SENT,
                                clock.instant(),
                                clock.instant())
                        .campaignId(request.campaignId())
                        .step(request.step())
                        .build());
    }

    void awaitSent(long campaign, int messages) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(progress(campaign).at("/steps/0/sent").asInt())
                                .isEqualTo(messages));
    }

    long optOuts(long campaign) {
        return count("SELECT COUNT(opted_out_at) FROM step_executions WHERE campaign_id = :campaign", campaign);
    }

    /** How often a patient opted out, by days on which they did. */
    List<Integer> optOutDays(long patient) {
        return jdbc.sql("SELECT times FROM engagement_days WHERE patient_id = ? AND kind = 'opted_out'")
                .param(patient)
                .query((row, _) -> row.getInt("times"))
                .list();
    }

    /**
     * A STOP.
     *
     * @param job it answers, null when that is not known
     * @param askedAt when it was asked, where the job is guessed
     */
    ReplyUnderstood stopTo(long patient, @Nullable UUID job, @Nullable Instant askedAt) {
        return new ReplyUnderstood(
                UUID.randomUUID(),
                organization,
                patient,
                Channel.SMS,
                "0123456789abcdef0123456789abcdef",
                Intent.STOP,
                "en",
                1,
                "test",
                job,
                clock.instant(),
                askedAt);
    }

    /** What a provider reports of a patient who objects to an e-mail. */
    DeliveryReported objection(long patient, UUID job, DeliveryState state) {
        return new DeliveryReported(
                job, organization, patient, Channel.EMAIL, 1, state, null, null, null, null, false, clock.instant());
    }
}
