package com.ovhi.outreach.analytics.statistics;

import static com.ovhi.outreach.analytics.statistics.StatisticsDriver.MORNING;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may ask what, and what the answers are. */
@ServiceTest(schema = "ovhi_analytics")
class StatisticsApiTests {

    private final StatisticsDriver analytics;

    StatisticsApiTests(TestKafka kafka, JdbcClient jdbc, TestTokens tokens, @LocalServerPort int port) {
        analytics = new StatisticsDriver(kafka, jdbc, tokens, port);
    }

    @Test
    void theFunnelFollowsTheJobsOfTheSpan() {
        var late = Ids.next();
        analytics.publish(analytics.changed(late, Channel.SMS, Milestone.SCHEDULED, MORNING));
        analytics.publish(analytics.changed(late, Channel.SMS, Milestone.SENT, MORNING.plusSeconds(40 * 86_400L)));
        analytics.job(Channel.SMS, Milestone.SCHEDULED, Milestone.SENT, Milestone.DELIVERED, Milestone.REPLIED);
        analytics.awaitLedger(6);

        var steps = analytics
                .body("/api/v1/analytics/funnel?from=2026-03-01&to=2026-03-05&purpose=appt_reminder")
                .get("steps");

        assertThat(steps.valueStream()
                        .map(step -> step.get("milestone").asString() + " "
                                + step.get("jobs").asInt()))
                .containsExactly("scheduled 2", "sent 2", "delivered 1", "opened 0", "clicked 0", "replied 1");
        assertThat(steps.get(2).get("share").asDouble()).isEqualTo(0.5);
    }

    @Test
    void nobodySeesAnotherOrganisationsNumbers() {
        analytics.job(Channel.SMS, Milestone.SCHEDULED);
        analytics.awaitLedger(1);

        var foreign = analytics.read(
                "/api/v1/analytics/stats?from=2026-03-01&to=2026-03-05", analytics.organization + 100_000, "ops");

        assertThat(foreign.get("rows").size()).isZero();
        assertThat(foreign.get("totals").get("scheduled_count").asInt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clinic-staff", "campaign-manager", "ops", "compliance"})
    void thoseWhoAnswerForTheMessagesMayRead(String role) {
        analytics.read("/api/v1/analytics/stats?from=2026-03-01&to=2026-03-05", analytics.organization, role);
    }

    @Test
    void othersMayNot() {
        analytics
                .get("/api/v1/analytics/stats?from=2026-03-01&to=2026-03-05", analytics.organization, "core-system")
                .expectStatus()
                .isForbidden();
        analytics
                .http
                .post()
                .uri("/api/v1/analytics/rebuild")
                .header("Authorization", analytics.tokens.bearer(analytics.organization, "clinic-staff"))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @ParameterizedTest
    @CsvSource({
        "to=2026-03-05, missing-from",
        "from=2026-03-01, missing-to",
        "from=2026-02-30&to=2026-03-05, invalid-from",
        "from=2026-03-01&to=yesterday, invalid-to",
        "from=2026-03-06&to=2026-03-05, invalid-span",
        "from=2025-03-05&to=2026-03-06, span-too-long",
        "from=2026-03-01&to=2026-03-05&channel=pigeon, invalid-channel",
        "from=2026-03-01&to=2026-03-05&purpose=gossip, invalid-purpose",
        "from=2026-03-01&to=2026-03-05&provider_id=x, invalid-provider-id",
        "from=2026-03-01&to=2026-03-05&group_by=hour, invalid-group-by"
    })
    void aBadQuestionIsNamed(String query, String slug) {
        analytics
                .get("/api/v1/analytics/stats?" + query, analytics.organization, "ops")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:ovhi:problem:" + slug);
    }
}
