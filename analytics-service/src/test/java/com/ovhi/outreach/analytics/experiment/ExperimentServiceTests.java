package com.ovhi.outreach.analytics.experiment;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.analytics.AnalyticsDriver;
import com.ovhi.outreach.analytics.ShowEverything;
import com.ovhi.outreach.common.contract.ExperimentDecided;
import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.Wording;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.ExperimentVerdict;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** From exposures and what patients did to a verdict, over Kafka and HTTP. */
@ServiceTest(schema = "ovhi_analytics")
@ShowEverything
class ExperimentServiceTests {

    private static final Map<String, Integer> HALVES = Map.of("a", 50, "b", 50);
    private static final Map<String, Integer> WITH_HOLDOUT = Map.of("a", 50, ExperimentExposed.HOLDOUT, 50);

    private final AnalyticsDriver analytics;
    private final SettableClock clock;
    private final Outcomes outcomes;
    private final ExperimentStore store;

    ExperimentServiceTests(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            SettableClock clock,
            Outcomes outcomes,
            ExperimentStore store,
            @LocalServerPort int port) {
        analytics = new AnalyticsDriver(kafka, jdbc, transactions, tokens, port);
        this.clock = clock;
        this.outcomes = outcomes;
        this.store = store;
    }

    @AfterEach
    void windBack() {
        clock.set(SettableClock.START);
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
    void aPatientCountsOnceForTheFirstExposure() {
        var experiment = experiment(2);
        expose(experiment, patient(1), "b", HALVES, MORNING.plusSeconds(60));
        expose(experiment, patient(1), "a", HALVES, MORNING);
        expose(experiment, patient(1), "b", HALVES, MORNING.plusSeconds(60));
        expose(experiment, patient(2), "b", HALVES, MORNING);
        awaitExposures(experiment, 2);

        await().untilAsserted(() -> assertThat(readOut(experiment)
                        .get("variants")
                        .valueStream()
                        .map(each -> each.get("variant").asString() + " "
                                + each.get("exposed").asInt()))
                .containsExactly("a 1", "b 1"));
    }

    @Test
    void howManyPatientsAreLookedAtAtOnceMakesNoDifference() {
        var experiment = experiment(10);
        for (var i = 0; i < 40; i++) {
            expose(experiment, patient(i), i % 2 == 0 ? "a" : ExperimentExposed.HOLDOUT, WITH_HOLDOUT, MORNING);
            if (i % 2 == 0) {
                sent(experiment, patient(i), "a", i % 4 == 0);
            }
        }
        awaitExposures(experiment, 40);
        analytics.awaitLedger(2 * 20 + 10);

        analytics.write(() -> {
            var of = store.find(experiment).orElseThrow();
            var whole = outcomes.arms(of, MORNING, Duration.ofDays(30), 1);
            assertThat(whole).extracting(Arm::exposed).containsExactly(20L, 20L);
            assertThat(whole.getFirst().of(Metric.CONFIRMED).successes()).isEqualTo(10);
            assertThat(outcomes.arms(of, MORNING, Duration.ofDays(30), 7)).isEqualTo(whole);
        });
    }

    @Test
    void variantsThatDifferInCaseAreTwo() {
        var experiment = experiment(9);
        expose(experiment, patient(1), "a", Map.of("a", 50, "A", 50), MORNING);
        expose(experiment, patient(2), "A", Map.of("a", 50, "A", 50), MORNING);
        awaitExposures(experiment, 2);

        assertThat(readOut(experiment)
                        .get("variants")
                        .valueStream()
                        .map(each -> each.get("variant").asString()))
                .containsExactly("A", "a");
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

    @Test
    void keptVisitsOfTheHoldoutShowWhatMessagesAreWorth() {
        var experiment = experiment(4);
        for (var i = 0; i < 100; i++) {
            var holdout = i % 2 == 0;
            expose(experiment, patient(i), holdout ? ExperimentExposed.HOLDOUT : "a", WITH_HOLDOUT, MORNING);
            if (!holdout) {
                sent(experiment, patient(i), "a", false);
            }
            var visit = analytics.organization * 100_000 + experiment * 1_000 + i;
            if (holdout ? i % 10 == 0 : i % 10 != 1) {
                analytics.visit("completed", visit, 2, patient(i), MORNING.plus(Duration.ofDays(3)));
            }
            // Outside the window, and before the exposure: neither counts.
            analytics.visit("completed", visit + 500, 2, patient(i), MORNING.plus(Duration.ofDays(20)));
            analytics.visit("completed", visit + 700, 2, patient(i), MORNING.minus(Duration.ofDays(1)));
        }
        awaitExposures(experiment, 100);
        await().until(() -> visits() == 250);
        analytics.awaitLedger(2 * 50);
        clock.set(MORNING.plus(Duration.ofDays(15)));

        var lift = readOut(experiment).get("lift");
        assertThat(lift.get("difference").asDouble()).isEqualTo(0.6, offset(1e-9));

        var roi = analytics.body("/api/v1/analytics/roi?experiment_id=" + experiment + "&value=100");
        assertThat(roi.get("gained").asDouble()).isEqualTo(30, offset(1e-9));
        assertThat(roi.get("cost").asDouble()).isEqualTo(50 * 2 * 0.0113, offset(1e-9));
        assertThat(roi.get("net").asDouble()).isEqualTo(3_000 - 1.13, offset(1e-9));
        assertThat(roi.get("net_interval").get("low").asDouble()).isBetween(1_500.0, 2_990.0);
        assertThat(roi.get("formula").asString()).contains("gained * value - cost");
    }

    @Test
    void withoutAHoldoutNothingIsKnownOfWorth() {
        var experiment = experiment(6);
        expose(experiment, patient(1), "a", HALVES, MORNING);
        awaitExposures(experiment, 1);

        analytics
                .get("/api/v1/analytics/roi?experiment_id=" + experiment, analytics.organization, "ops")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:ovhi:problem:no-holdout");
    }

    @Test
    void anotherOrganisationsExperimentIsUnknown() {
        var experiment = experiment(7);
        expose(experiment, patient(1), "a", HALVES, MORNING);
        awaitExposures(experiment, 1);

        var foreign = analytics.organization + 100_000;
        for (var path : List.of("/experiments/" + experiment, "/roi?experiment_id=" + experiment)) {
            analytics
                    .get("/api/v1/analytics" + path, foreign, "ops")
                    .expectStatus()
                    .isNotFound();
        }
        assertThat(analytics
                        .read("/api/v1/analytics/experiments", foreign, "ops")
                        .get("rows")
                        .size())
                .isZero();
        assertThat(analytics
                        .body("/api/v1/analytics/experiments")
                        .get("rows")
                        .get(0)
                        .get("experiment_id")
                        .asLong())
                .isEqualTo(experiment);
        analytics
                .get("/api/v1/analytics/experiments/" + experiment, analytics.organization, "core-system")
                .expectStatus()
                .isForbidden();
    }

    private long experiment(int number) {
        return analytics.organization * 100 + number;
    }

    private long patient(int number) {
        return analytics.organization * 10_000 + number;
    }

    private void expose(long experiment, long patient, String variant, Map<String, Integer> weights, Instant at) {
        analytics.publish(analytics.exposed(experiment, patient, variant, weights, at));
    }

    private void sent(long experiment, long patient, String variant, boolean confirmed) {
        var job = Ids.next();
        var wording = new Wording(12, 1, "en", 2);
        for (var milestone : List.of(Milestone.SCHEDULED, Milestone.SENT)) {
            analytics.publish(analytics.campaignStep(
                    job, patient, milestone, variant, experiment, wording, MORNING.plusSeconds(60)));
        }
        if (confirmed) {
            analytics.publish(analytics.reply(job, Intent.CONFIRM));
        }
    }

    private void awaitExposures(long experiment, int count) {
        await().until(() -> analytics
                        .jdbc
                        .sql("SELECT COUNT(*) FROM exposures WHERE experiment_id = ?")
                        .param(experiment)
                        .query(Integer.class)
                        .single()
                == count);
    }

    private int visits() {
        return analytics
                .jdbc
                .sql("SELECT COUNT(*) FROM visits WHERE organization_id = ?")
                .param(analytics.organization)
                .query(Integer.class)
                .single();
    }

    private List<ExperimentDecided> decided(long experiment) {
        return analytics.kafka.events(Topics.EXPERIMENT, ExperimentDecided.class).stream()
                .filter(each -> each.experimentId() == experiment)
                .toList();
    }

    private JsonNode readOut(long experiment) {
        return analytics.body("/api/v1/analytics/experiments/" + experiment);
    }

    private static JsonNode outcome(JsonNode readOut, int variant, String metric) {
        return readOut.get("variants")
                .get(variant)
                .get("outcomes")
                .valueStream()
                .filter(each -> each.get("metric").asString().equals(metric))
                .findFirst()
                .orElseThrow();
    }
}
