package com.ovhi.outreach.analytics.statistics;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.analytics.AnalyticsDriver;
import com.ovhi.outreach.analytics.ShowEverything;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Who may ask what, and what the answers are. */
@ServiceTest(schema = "ovhi_analytics")
@ShowEverything
class StatisticsApiTests {

    private final AnalyticsDriver analytics;

    StatisticsApiTests(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            @LocalServerPort int port) {
        analytics = new AnalyticsDriver(kafka, jdbc, transactions, tokens, port);
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
                .containsExactly(
                        "scheduled 2",
                        "sent 2",
                        "delivered 1",
                        "opened 0",
                        "clicked 0",
                        "replied 1",
                        "confirmed 0",
                        "kept 0");
        assertThat(steps.get(2).get("share").asDouble()).isEqualTo(0.5);
    }

    @Test
    void theFunnelIsGroupedByWhatAMessageIs() {
        analytics.publish(analytics.campaignStep(Ids.next(), Milestone.SCHEDULED, 2, "es", "b"));
        analytics.publish(analytics.campaignStep(Ids.next(), Milestone.SCHEDULED, 3, "es", "a"));
        analytics.job(Channel.SMS, Milestone.SCHEDULED);
        analytics.awaitLedger(3);

        assertThat(groups("template")).containsExactly("12@2 1", "12@3 1", "unknown 1");
        assertThat(groups("language")).containsExactly("es 2", "unknown 1");
        assertThat(groups("step")).containsExactly("31@2/1 2", "none 1");
        assertThat(groups("variant,channel")).containsExactly("a / sms 1", "b / sms 1", "none / sms 1");
        assertThat(groups("experiment&template_id=12&language=es&campaign_id=31&experiment_id=5"))
                .containsExactly("5 2");
    }

    private List<String> groups(String by) {
        return analytics
                .body("/api/v1/analytics/funnel?from=2026-03-01&to=2026-03-05&group_by=" + by)
                .get("groups")
                .valueStream()
                .map(group -> group.get("group").asString() + " "
                        + group.get("steps").get(0).get("jobs").asInt())
                .toList();
    }

    @Test
    void rowsComeInPages() {
        analytics.job(Channel.SMS, Milestone.SCHEDULED);
        analytics.job(Channel.EMAIL, Milestone.SCHEDULED);
        analytics.job(Channel.WHATSAPP, Milestone.SCHEDULED);
        analytics.awaitLedger(3);

        var second = analytics.stats("group_by=channel&size=2&page=1");

        assertThat(analytics.labels(second)).containsExactly("whatsapp");
        assertThat(second.get("total_rows").asInt()).isEqualTo(3);
        assertThat(second.get("totals").get("scheduled_count").asInt()).isEqualTo(3);
        assertThat(analytics.labels(analytics.stats("group_by=channel&page=9"))).isEmpty();
    }

    @Test
    void aGroupHasAsManyPartsAsWereAskedFor() {
        analytics.job(Channel.SMS, Milestone.SCHEDULED);
        analytics.awaitLedger(1);

        var row = analytics
                .stats("group_by=month,channel,purpose,provider")
                .get("rows")
                .get(0);

        assertThat(row.get("group").asString()).isEqualTo("2026-03 / sms / appt_reminder / 1454");
        assertThat(row.get("key").get("channel").asString()).isEqualTo("sms");
        assertThat(analytics.labels(analytics.stats("group_by=week"))).containsExactly("2026-03-02");
    }

    @Test
    void numbersCanBeExported() {
        analytics.job(Channel.SMS, Milestone.SCHEDULED, Milestone.SENT);
        analytics.awaitLedger(2);

        var file = analytics
                .get(
                        "/api/v1/analytics/stats?from=2026-03-01&to=2026-03-05&group_by=channel&format=csv",
                        analytics.organization,
                        "clinic-staff")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Content-Type", "text/csv;charset=UTF-8")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(String.valueOf(file).lines())
                .satisfiesExactly(
                        heading -> assertThat(heading).startsWith("channel,scheduled_count,sent_count,"),
                        row -> assertThat(row).startsWith("sms,1,1,0"));
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
        "from=2026-03-01&to=2026-03-05&group_by=hour, invalid-group-by",
        "from=2026-03-01&to=2026-03-05&group_by=day;drop, invalid-group-by",
        "from=2026-03-01&to=2026-03-05&group_by=template, invalid-group-by",
        "from=2026-03-01&to=2026-03-05&format=xml, invalid-format",
        "from=2026-03-01&to=2026-03-05&page=-1, invalid-page",
        "from=2026-03-01&to=2026-03-05&size=1001, invalid-size",
        "from=2026-03-01&to=2026-03-05&size=ten, invalid-size"
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
