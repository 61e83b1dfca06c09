package com.ovhi.outreach.analytics.statistics;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.analytics.AnalyticsDriver;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What the service shows of few patients as it is delivered. */
@ServiceTest(schema = "ovhi_analytics")
class SuppressionServiceTests {

    private static final String SPAN = "from=2026-03-01&to=2026-03-05";

    private final AnalyticsDriver analytics;

    SuppressionServiceTests(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            @LocalServerPort int port) {
        analytics = new AnalyticsDriver(kafka, jdbc, transactions, tokens, port);
    }

    @Test
    void fewPatientsAreNotShownAndCannotBeComputed() {
        for (var i = 0; i < 12; i++) {
            job(1 + i, Channel.SMS, Milestone.SCHEDULED, Milestone.SENT);
            job(1 + i, Channel.EMAIL, Milestone.SCHEDULED);
        }
        for (var i = 0; i < 3; i++) {
            job(1 + i, Channel.WHATSAPP, Milestone.SCHEDULED);
        }
        analytics.awaitLedger(39);

        var stats = analytics.body("/api/v1/analytics/stats?" + SPAN + "&group_by=channel");

        var rows = stats.get("rows");
        assertThat(rows.get(0).get("scheduled_count").isNumber())
                .as("email goes with whatsapp")
                .isFalse();
        assertThat(rows.get(0).get("suppressed").asBoolean()).isTrue();
        assertThat(rows.get(1).get("scheduled_count").asInt()).isEqualTo(12);
        assertThat(rows.get(1).get("suppressed").asBoolean()).isFalse();
        assertThat(stats.get("totals").get("scheduled_count").asInt()).isEqualTo(27);
        assertThat(analytics
                        .body("/api/v1/analytics/funnel?" + SPAN + "&channel=whatsapp")
                        .get("steps")
                        .get(0)
                        .get("jobs")
                        .isNull())
                .isTrue();
        analytics
                .get("/api/v1/analytics/time-to-event?" + SPAN, analytics.organization, "ops")
                .expectStatus()
                .isOk();
    }

    private void job(long patient, Channel channel, Milestone... milestones) {
        var job = Ids.next();
        for (var milestone : milestones) {
            analytics.publish(analytics.changed(job, patient, channel, milestone, MORNING));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stats?group_by=channel&", "/funnel?group_by=channel&", "/cost?"})
    void onePatientWithManyMessagesIsNotMany(String path) {
        for (var i = 0; i < 12; i++) {
            job(1, Channel.SMS, Milestone.SCHEDULED, Milestone.SENT);
            job(100 + i, Channel.EMAIL, Milestone.SCHEDULED, Milestone.SENT);
            job(100 + i, Channel.WHATSAPP, Milestone.SCHEDULED, Milestone.SENT);
        }
        analytics.awaitLedger(72);

        var answer = analytics.body("/api/v1/analytics" + path + SPAN);

        var rows = answer.get(path.startsWith("/funnel") ? "groups" : "rows");
        var shown = rows.valueStream()
                .map(row -> path.startsWith("/funnel")
                        ? row.get("steps").get(1).get("jobs")
                        : row.get(path.startsWith("/cost") ? "messages" : "sent_count"))
                .map(count -> count.isNull() ? 0 : count.asInt())
                .toList();
        assertThat(shown).as("sms, and one of the others with it").containsOnlyOnce(12);
        assertThat(shown).hasSize(3);
    }

    /** Whose messages they were is not known any longer: up to twenty may have been one patient's. */
    @Test
    void countsOfForgottenDaysStayToBeSeen() {
        for (var i = 0; i < 220; i++) {
            job(1 + i, Channel.SMS, Milestone.SCHEDULED);
        }
        for (var i = 0; i < 20; i++) {
            job(1 + i, Channel.EMAIL, Milestone.SCHEDULED);
        }
        analytics.awaitLedger(240);
        analytics.write(() -> {
            analytics
                    .jdbc
                    .sql("UPDATE organizations SET kept_from = '2026-03-04' WHERE organization_id = ?")
                    .param(analytics.organization)
                    .update();
            analytics
                    .jdbc
                    .sql("DELETE FROM job_milestones WHERE organization_id = ?")
                    .param(analytics.organization)
                    .update();
        });

        var stats = analytics.body("/api/v1/analytics/stats?" + SPAN + "&group_by=channel");

        assertThat(stats.get("totals").get("scheduled_count").asInt()).isEqualTo(240);
        assertThat(stats.get("rows").get(0).get("scheduled_count").isNull())
                .as("perhaps one patient's")
                .isTrue();
    }

    @Test
    void timesOfOnePatientAreNotShown() {
        for (var i = 0; i < 12; i++) {
            job(1, Channel.SMS, Milestone.SENT, Milestone.REPLIED);
            job(100 + i, Channel.SMS, Milestone.SENT);
        }
        analytics.awaitLedger(36);

        analytics
                .get("/api/v1/analytics/time-to-event?" + SPAN, analytics.organization, "ops")
                .expectStatus()
                .isEqualTo(422);
        var cohort =
                analytics.body("/api/v1/analytics/cohorts?" + SPAN).get("rows").get(0);
        assertThat(cohort.get("jobs").asInt()).isEqualTo(24);
        assertThat(cohort.get("within").valueStream()).allMatch(JsonNode::isNull);
    }

    @Test
    void aFileShowsNoMore() {
        analytics.job(Channel.SMS, Milestone.SCHEDULED);
        analytics.awaitLedger(1);

        var file = analytics
                .get(
                        "/api/v1/analytics/stats?" + SPAN + "&group_by=channel&format=csv",
                        analytics.organization,
                        "clinic-staff")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(String.valueOf(file).lines().skip(1)).containsExactly("sms" + ",".repeat(1) + ",0".repeat(16));
    }
}
