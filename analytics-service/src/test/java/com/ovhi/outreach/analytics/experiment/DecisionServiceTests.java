package com.ovhi.outreach.analytics.experiment;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.analytics.ShowEverything;
import com.ovhi.outreach.common.contract.ExperimentDecided;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.Wording;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.ExperimentVerdict;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What is published of experiments while they run. */
@ServiceTest(schema = "ovhi_analytics")
@ShowEverything
class DecisionServiceTests extends RunningExperiments {

    DecisionServiceTests(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, jdbc, transactions, tokens, clock, port);
    }

    @Test
    void aWinnerIsPublishedOnce() {
        var experiment = experiment(1);
        for (var i = 0; i < 240; i++) {
            var variant = i % 2 == 0 ? "a" : "b";
            expose(experiment, patient(i), variant, HALVES, MORNING);
            sent(experiment, patient(i), variant, i % 2 == 1 && i % 4 != 1 || i % 10 == 0);
        }
        awaitExposures(experiment, 240);
        analytics.awaitLedger(2 * 240 + 84);
        assertThat(decided(experiment)).isEmpty();

        clock.set(MORNING.plus(Duration.ofDays(15)));

        await().untilAsserted(() -> assertThat(decided(experiment)).hasSize(1));
        await().during(Duration.ofSeconds(1)).until(() -> decided(experiment).size() == 1);
        var decided = decided(experiment).getFirst();
        assertThat(decided.verdict()).isEqualTo(ExperimentVerdict.WINNER);
        assertThat(decided.variant()).isEqualTo("b");
        assertThat(decided.campaignId()).isEqualTo(31);
        var readOut = readOut(experiment);
        assertThat(readOut.get("primary").asString()).isEqualTo("engaged");
        assertThat(readOut.get("decisions").get(0).get("variant").asString()).isEqualTo("b");
        assertThat(outcome(readOut, 1, "engaged").get("patients").asInt()).isEqualTo(60);
        assertThat(readOut.get("variants").get(1).get("probability_best").asDouble())
                .isGreaterThan(0.99);
        assertThat(readOut.get("sample_ratio").get("p_value").asDouble()).isEqualTo(1, offset(1e-9));
        assertThat(readOut.get("comparisons").get(0).get("p_anytime").asDouble())
                .isLessThan(0.05);
    }

    @Test
    void patientsDividedWronglyRaiseTheAlarm() {
        var experiment = experiment(3);
        for (var i = 0; i < 120; i++) {
            expose(experiment, patient(i), i % 4 == 0 ? "a" : "b", HALVES, MORNING);
        }
        awaitExposures(experiment, 120);

        await().untilAsserted(() -> assertThat(decided(experiment))
                .extracting(ExperimentDecided::verdict)
                .containsExactly(ExperimentVerdict.SAMPLE_RATIO));
        assertThat(readOut(experiment).get("sample_ratio_alarm").asBoolean()).isTrue();
    }

    @Test
    void harmOfALateStepIsSeenToTheEnd() {
        var experiment = experiment(8);
        for (var i = 0; i < 200; i++) {
            var variant = i % 2 == 0 ? "a" : "b";
            expose(experiment, patient(i), variant, HALVES, MORNING);
            if (i % 4 == 1) {
                var job = Ids.next();
                var late = MORNING.plus(Duration.ofDays(21));
                analytics.publish(analytics.campaignStep(
                        job, patient(i), Milestone.SENT, variant, experiment, new Wording(12, 1, "en", 2), late));
                analytics.publish(analytics.unsubscribed(job, DeliveryState.UNSUBSCRIBED, late));
            }
        }
        // Somebody meets it a quarter of a year later: it is still running.
        clock.set(MORNING.plus(Duration.ofDays(90)));
        expose(experiment, patient(900), "a", HALVES, MORNING.plus(Duration.ofDays(90)));
        awaitExposures(experiment, 201);

        await().untilAsserted(() -> assertThat(decided(experiment))
                .extracting(ExperimentDecided::verdict, ExperimentDecided::variant)
                .contains(tuple(ExperimentVerdict.GUARDRAIL, "b")));
        assertThat(outcome(readOut(experiment), 1, "unsubscribed")
                        .get("patients")
                        .asInt())
                .as("within the window")
                .isZero();
    }

    private List<ExperimentDecided> decided(long experiment) {
        return analytics.kafka.events(Topics.EXPERIMENT, ExperimentDecided.class).stream()
                .filter(each -> each.experimentId() == experiment)
                .toList();
    }
}
