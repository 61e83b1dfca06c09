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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

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
        assertFileSaysTheSame(experiment, roi);
    }

    private void assertFileSaysTheSame(long experiment, JsonNode roi) {
        var file = analytics
                .get(
                        "/api/v1/analytics/roi?experiment_id=" + experiment + "&value=100&format=csv",
                        analytics.organization,
                        "clinic-staff")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Content-Type", "text/csv;charset=UTF-8")
                .expectHeader()
                .valueEquals("Content-Disposition", "attachment; filename=\"roi-" + experiment + ".csv\"")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        var lines = String.valueOf(file)
                .lines()
                .map(line -> List.of(line.split(",", -1)))
                .toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst())
                .containsExactly(
                        "experiment_id",
                        "currency",
                        "patients",
                        "lift",
                        "gained",
                        "gained_low",
                        "gained_high",
                        "gained_anytime_low",
                        "gained_anytime_high",
                        "value",
                        "cost",
                        "net",
                        "net_low",
                        "net_high",
                        "return_on_cost",
                        "level");
        var row = lines.getLast();
        assertThat(row.subList(0, 3)).containsExactly(Long.toString(experiment), "USD", "50");
        assertThat(Double.parseDouble(row.get(4))).isEqualTo(roi.get("gained").asDouble());
        assertThat(Double.parseDouble(row.get(7)))
                .isEqualTo(roi.get("gained_anytime_interval").get("low").asDouble());
        assertThat(Double.parseDouble(row.get(11))).isEqualTo(roi.get("net").asDouble());
        assertThat(Double.parseDouble(row.get(13)))
                .isEqualTo(roi.get("net_interval").get("high").asDouble());
        assertThat(Double.parseDouble(row.get(14)))
                .isEqualTo(roi.get("return_on_cost").asDouble());
    }

    @Test
    void whatAFileCannotBeIsRefused() {
        analytics
                .get(
                        "/api/v1/analytics/roi?experiment_id=" + experiment(8) + "&format=xlsx",
                        analytics.organization,
                        "ops")
                .expectStatus()
                .isBadRequest();
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
