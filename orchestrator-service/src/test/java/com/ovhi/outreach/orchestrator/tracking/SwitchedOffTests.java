package com.ovhi.outreach.orchestrator.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.PreferencesLike;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Channels that are switched off while messages wait for them, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class SwitchedOffTests extends OneChannelOff {

    SwitchedOffTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
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

    private boolean isOpen(UUID of) {
        return jdbc.sql("SELECT is_open_email FROM comm_jobs WHERE id = ?")
                .param(of.toString())
                .query(Boolean.class)
                .single();
    }

    private EffectivePreferences byEmail(boolean unencrypted) {
        return new PreferencesLike(withoutSms()).unencryptedEmail(unencrypted).preferences();
    }
}
