package com.ovhi.outreach.orchestrator.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.PreferencesLike;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Messages that the gate has turned away because their channel was switched off, before this service knew. Against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class TurnedAwayTests extends OneChannelOff {

    TurnedAwayTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
    }

    /** The gate knows of it before we do, or before another channel has been found, and turns away what is due. */
    @Test
    void takesAnotherChannelForWhatTheGateTurnsAwayMeanwhile() {
        var letGo = new CountDownLatch(1);
        try {
            Neighbours.holdUp(withoutSms(), letGo);
            publish(false, true);
            await().untilAsserted(() -> assertThat(replans()).isOne());
            turnAway();
        } finally {
            letGo.countDown();
        }

        assertThat(deliveries.successor(job).channel()).isEqualTo(Channel.EMAIL);
        assertThat(status()).isEqualTo("failed");
    }

    @Test
    void takesAnotherChannelForWhatTheGateHasTurnedAwayBefore() {
        Neighbours.prefers(withoutSms());
        turnAway();

        publish(false, true);

        assertThat(deliveries.successor(job).channel()).isEqualTo(Channel.EMAIL);
    }

    @Test
    void triesWhatTheGateHasTurnedAwayOnTheSameChannelIfThatIsOpenAgain() {
        turnAway();

        publish(false, true);

        assertThat(deliveries.successor(job).channel()).isEqualTo(Channel.SMS);
    }

    @Test
    void showsAPersonWhatTheGateHasTurnedAwayAndNobodyCanTellNow() {
        Neighbours.prefers(new PreferencesLike(clinic.preferences(patient, true, "Pacific/Kiritimati"))
                .newer()
                .only(Map.of(Channel.EMAIL, channel(Channel.EMAIL)))
                .preferences());
        turnAway();

        publish(false, true);

        await().untilAsserted(() -> assertThat(deadLetters()).containsExactly("no-send-window"));
    }

    @Test
    void showsNobodyWhatThePatientWantsOnNoChannel() {
        Neighbours.prefers(clinic.preferences(patient, false));
        turnAway();

        publish(false, false);

        await().untilAsserted(() -> assertThat(refusals()).containsExactly("contact-not-allowed"));
        assertThat(deadLetters()).isEmpty();
    }

    /** Who has told the provider to stop has said STOP. */
    @Test
    void looksForNothingElseWhenTheProviderKnowsOfAnOptOut() {
        Neighbours.prefers(withoutSms());
        deliveries.report(job, DeliveryState.NOT_SENT, FailureClass.OPTOUT, "21610", 1);
        await().untilAsserted(() -> assertThat(status()).isEqualTo("failed"));

        publish(false, true);

        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(jobs()).isOne());
    }

    @Test
    void looksForNothingElseAfterAStopThatTheGateHasHeardOfBefore() {
        turnAway();
        var marker = scheduled();
        Neighbours.prefers(withoutSms());
        stop(SettableClock.START);
        await().untilAsserted(() -> assertThat(status(marker)).isEqualTo("cancelled"));

        publish(false, true);

        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(jobs()).isEqualTo(2));
    }

    /** What was due is told nowhere else before the STOP is known, which comes by another way. */
    @Test
    void looksForNothingElseWhenTheStopIsHeardOfAfterwards() {
        Neighbours.prefers(withoutSms());
        turnAway();

        publish(false, true);
        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(jobs()).isOne());
        stop(SettableClock.START);

        await().untilAsserted(() -> assertThat(replans()).isZero());
        assertThat(jobs()).isOne();
    }

    /** Who has telephoned, say, need not be told in writing when the patient's preferences change the next time. */
    @Test
    void leavesAloneWhatAPersonHasSettled() {
        Neighbours.prefers(new PreferencesLike(clinic.preferences(patient, true, "Pacific/Kiritimati"))
                .newer()
                .only(Map.of(Channel.EMAIL, channel(Channel.EMAIL)))
                .preferences());
        turnAway();
        publish(false, true);
        await().untilAsserted(() -> assertThat(deadLetters()).containsExactly("no-send-window"));

        jdbc.sql("UPDATE dlq_items SET state = 'discarded' WHERE organization_id = ?")
                .param(clinic.id())
                .update();
        Neighbours.prefers(withoutSms());
        publish(false, true);
        var marker = scheduled();

        kafka.await(Topics.SCHEDULE, ContactDue.class, each -> each.jobId().equals(marker));
        await().during(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(jobs()).isEqualTo(2));
    }

    private void turnAway() {
        deliveries.report(job, DeliveryState.NOT_SENT, FailureClass.REFUSED, "opted-out", 1);
        await().untilAsserted(() -> assertThat(status()).isEqualTo("failed"));
    }

    private int replans() {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE event_id LIKE ? AND state = 'waiting'")
                .param("replan/%/" + job)
                .query(Integer.class)
                .single();
    }

    private List<String> deadLetters() {
        return jdbc.sql("SELECT outcome FROM dlq_items WHERE organization_id = ?")
                .param(clinic.id())
                .query((row, n) -> String.valueOf(row.getString("outcome")))
                .list();
    }

    private ChannelPreference channel(Channel channel) {
        return Objects.requireNonNull(
                clinic.preferences(patient, true).channels().get(channel));
    }
}
