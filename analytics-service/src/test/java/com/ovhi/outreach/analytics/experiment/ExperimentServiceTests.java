package com.ovhi.outreach.analytics.experiment;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.analytics.ShowEverything;
import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Who counts for what, and who may read it, over Kafka and HTTP. */
@ServiceTest(schema = "ovhi_analytics")
@ShowEverything
class ExperimentServiceTests extends RunningExperiments {

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
        super(kafka, jdbc, transactions, tokens, clock, port);
        this.outcomes = outcomes;
        this.store = store;
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
}
