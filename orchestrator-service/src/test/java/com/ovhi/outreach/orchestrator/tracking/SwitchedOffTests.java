package com.ovhi.outreach.orchestrator.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.PreferencesLike;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Channels that are switched off while messages wait for them, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class SwitchedOffTests extends OneClinic {

    private static final Instant LATER = Instant.parse("2026-03-05T15:00:00Z");

    private UUID job = new UUID(0, 0);

    SwitchedOffTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
    }

    @BeforeEach
    void remindLater() {
        job = scheduled();
    }

    @Test
    void takesAnotherChannelAtTheSameTime() {
        Neighbours.prefers(withoutSms());

        publish(false, true);

        var next = deliveries.successor(job);
        assertThat(next.channel()).isEqualTo(Channel.EMAIL);
        assertThat(next.dueAt()).isEqualTo(LATER);
        await().untilAsserted(() -> assertThat(status()).isEqualTo("cancelled"));
    }

    @Test
    void leavesItToTheGateWhenThereIsNoOther() {
        Neighbours.prefers(clinic.preferences(patient, false));

        publish(false, false);

        await().untilAsserted(() -> assertThat(refusals()).containsExactly("contact-not-allowed"));
        assertThat(status()).isEqualTo("queued");
    }

    @Test
    void doesNotBelieveOldNews() {
        publish(false, true);

        await().untilAsserted(() -> assertThat(Neighbours.renderings(clinic.name()))
                .as("it was decided anew")
                .hasSize(2));
        await().during(Duration.ofMillis(500)).untilAsserted(() -> {
            assertThat(status()).isEqualTo("queued");
            assertThat(jobs()).isOne();
        });
    }

    @Test
    void changesNothingWhileTheChannelIsAllowed() {
        publish(true, true);
        Neighbours.prefers(withoutSms());
        publish(false, true);

        deliveries.successor(job);

        assertThat(jobs()).isEqualTo(2);
    }

    @Test
    void wordsAnewTheEmailsOfWhoAcceptsNoDetailsThereAnyMore() {
        Neighbours.prefers(byEmail(false));
        var guarded = scheduled();
        Neighbours.prefers(byEmail(true));
        job = scheduled();
        assertThat(isOpen(job)).isTrue();
        Neighbours.prefers(byEmail(false));

        publish(true, true, false);

        var next = deliveries.successor(job);
        assertThat(next.channel()).isEqualTo(Channel.EMAIL);
        assertThat(next.dueAt()).isEqualTo(LATER);
        assertThat(isOpen(next.jobId())).isFalse();
        assertThat(status()).isEqualTo("cancelled");
        job = guarded;
        assertThat(status()).as("what was worded without it").isEqualTo("queued");
    }

    /** Whichever of the two news of a STOP comes first, nothing takes the place of what it has stopped. */
    @Test
    void leavesNothingOfWhatAStopHasSentElsewhere() {
        Neighbours.prefers(withoutSms());
        publish(false, true);
        var next = deliveries.successor(job);

        stop(SettableClock.START);

        await().untilAsserted(() -> assertThat(status(next.jobId())).isEqualTo("cancelled"));
        publish(false, true);
        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(jobs()).isEqualTo(2));
    }

    @Test
    void looksForNothingElseAfterAStop() {
        Neighbours.prefers(withoutSms());
        stop(SettableClock.START);
        await().untilAsserted(() -> assertThat(status()).isEqualTo("cancelled"));

        publish(false, true);

        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(jobs()).isOne());
    }

    @Test
    void keepsWhatHadLeftTheChannelBeforeTheStop() {
        Neighbours.prefers(withoutSms());
        publish(false, true);
        var next = deliveries.successor(job);
        await().untilAsserted(() -> assertThat(status()).isEqualTo("cancelled"));

        stop(SettableClock.START.plusSeconds(1));

        var marker = scheduled();
        kafka.await(Topics.SCHEDULE, ContactDue.class, each -> each.jobId().equals(marker));
        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(status(next.jobId())).isEqualTo("queued"));
    }

    private void stop(Instant at) {
        kafka.publish(
                Topics.REPLY,
                Long.toString(patient),
                new ReplyUnderstood(
                        Ids.next(),
                        clinic.id(),
                        patient,
                        Channel.SMS,
                        Clinic.hash(patient),
                        Intent.STOP,
                        "en",
                        1,
                        "exact",
                        null,
                        at));
    }

    private boolean isOpen(UUID of) {
        return jdbc.sql("SELECT is_open_email FROM comm_jobs WHERE id = ?")
                .param(of.toString())
                .query(Boolean.class)
                .single();
    }

    private UUID scheduled() {
        return UUID.fromString(schedule(
                        clinic,
                        "more-" + Clinic.number(),
                        reminder(clinic, patient, ", \"send_at\": \"" + LATER + "\""))
                .at("/job_id"));
    }

    private EffectivePreferences byEmail(boolean unencrypted) {
        return new PreferencesLike(withoutSms()).unencryptedEmail(unencrypted).preferences();
    }

    private void publish(boolean sms, boolean email) {
        publish(sms, email, null);
    }

    private void publish(boolean sms, boolean email, @Nullable Boolean unencrypted) {
        kafka.publish(
                Topics.PREFERENCE,
                Long.toString(patient),
                new PreferenceChanged(
                        patient,
                        clinic.id(),
                        2,
                        List.of("America/New_York"),
                        "en",
                        null,
                        null,
                        null,
                        Map.of(
                                Channel.SMS, new Permission(sms, false, null, null),
                                Channel.EMAIL, new Permission(email, false, null, null)),
                        SettableClock.START,
                        null,
                        null,
                        null,
                        unencrypted));
    }

    private EffectivePreferences withoutSms() {
        return new PreferencesLike(clinic.preferences(patient, true))
                .newer()
                .on(
                        Channel.SMS,
                        new ChannelPreference(false, false, Clinic.number(patient), Clinic.hash(patient), "stop"))
                .preferences();
    }

    private String status() {
        return status(job);
    }
}
