package com.ovhi.outreach.analytics.experiment;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.analytics.ShowEverything;
import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What messages are worth, by those who got none. */
@ServiceTest(schema = "ovhi_analytics")
@ShowEverything
class HoldoutServiceTests extends RunningExperiments {

    HoldoutServiceTests(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, jdbc, transactions, tokens, clock, port);
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

    private int visits() {
        return analytics
                .jdbc
                .sql("SELECT COUNT(*) FROM visits WHERE organization_id = ?")
                .param(analytics.organization)
                .query(Integer.class)
                .single();
    }
}
