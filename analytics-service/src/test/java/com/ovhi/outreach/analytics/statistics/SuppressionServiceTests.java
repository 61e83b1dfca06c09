package com.ovhi.outreach.analytics.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.analytics.AnalyticsDriver;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

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
            analytics.job(Channel.SMS, Milestone.SCHEDULED, Milestone.SENT);
            analytics.job(Channel.EMAIL, Milestone.SCHEDULED);
        }
        for (var i = 0; i < 3; i++) {
            analytics.job(Channel.WHATSAPP, Milestone.SCHEDULED);
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
