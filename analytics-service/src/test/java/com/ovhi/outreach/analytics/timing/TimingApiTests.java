package com.ovhi.outreach.analytics.timing;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.ovhi.outreach.analytics.AnalyticsDriver;
import com.ovhi.outreach.analytics.ShowEverything;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** How long it takes, and what it costs. */
@ServiceTest(schema = "ovhi_analytics")
@ShowEverything
class TimingApiTests {

    private static final String SPAN = "from=2026-03-01&to=2026-03-31";

    private final AnalyticsDriver analytics;
    private final SettableClock clock;

    TimingApiTests(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            SettableClock clock,
            @LocalServerPort int port) {
        analytics = new AnalyticsDriver(kafka, jdbc, transactions, tokens, port);
        this.clock = clock;
    }

    @BeforeEach
    void moveOn() {
        clock.set(MORNING.plus(Duration.ofDays(10)));
    }

    @AfterEach
    void windBack() {
        clock.set(SettableClock.START);
    }

    @Test
    void halfAnswerWithinTheHour() {
        answered(Duration.ofMinutes(20));
        answered(Duration.ofMinutes(40));
        answered(Duration.ofHours(30));
        sent(Duration.ZERO);
        sent(Duration.ofDays(10).minusMinutes(90));
        analytics.awaitLedger(8);

        var curve = analytics.body("/api/v1/analytics/time-to-event?" + SPAN + "&event=replied");

        assertThat(curve.get("jobs").asInt()).isEqualTo(5);
        assertThat(curve.get("events").asInt()).isEqualTo(3);
        var points = curve.get("points");
        assertThat(points.get(0).get("minutes").asInt()).isEqualTo(60);
        assertThat(points.get(0).get("at_risk").asInt()).isEqualTo(5);
        assertThat(points.get(0).get("share").asDouble()).isEqualTo(0.4, offset(1e-9));
        // The message sent 90 minutes ago is not watched any longer: two are left, one of them answers.
        assertThat(points.get(1).get("at_risk").asInt()).isEqualTo(2);
        assertThat(points.get(1).get("share").asDouble()).isEqualTo(0.7, offset(1e-9));
        assertThat(curve.get("median_minutes").asInt()).isEqualTo(31 * 60);
    }

    @Test
    void cohortsAreComparedByWeek() {
        answered(Duration.ofMinutes(20));
        answered(Duration.ofDays(2));
        sent(Duration.ZERO);
        sent(Duration.ofDays(7));
        analytics.awaitLedger(6);

        var rows = analytics.body("/api/v1/analytics/cohorts?" + SPAN).get("rows");

        assertThat(rows.get(0).get("cohort").asString()).isEqualTo("2026-03-02");
        assertThat(rows.get(0).get("jobs").asInt()).isEqualTo(3);
        assertThat(rows.get(0).get("within").valueStream().map(each -> each.asInt()))
                .containsExactly(1, 2, 2, 2, 2);
        assertThat(rows.get(1).get("jobs").asInt()).isEqualTo(1);
        assertThat(rows.get(1).get("within").get(4).asInt()).isZero();
    }

    @Test
    void costsAreSumsOfSegmentsAndMessages() {
        for (var milestone : new Milestone[] {Milestone.SCHEDULED, Milestone.SENT}) {
            analytics.publish(analytics.campaignStep(Ids.of("cost" + analytics.organization), milestone, 1, "es", "a"));
        }
        analytics.job(Channel.SMS, Milestone.SCHEDULED, Milestone.SENT);
        analytics.job(Channel.EMAIL, Milestone.SCHEDULED, Milestone.SENT);
        analytics.job(Channel.EMAIL, Milestone.SCHEDULED);
        analytics.awaitLedger(7);

        var rows = analytics.body("/api/v1/analytics/cost?" + SPAN).get("rows");

        assertThat(rows.size()).isEqualTo(2);
        assertThat(rows.get(0).get("provider").asString()).isEqualTo("sendgrid");
        assertThat(rows.get(0).get("messages").asInt()).isEqualTo(1);
        assertThat(rows.get(0).get("cost").asDouble()).isEqualTo(0.0009, offset(1e-9));
        assertThat(rows.get(1).get("segments").asInt()).isEqualTo(3);
        assertThat(rows.get(1).get("assumed_segments").asInt()).isEqualTo(1);
        assertThat(rows.get(1).get("cost").asDouble()).isEqualTo(3 * 0.0113, offset(1e-9));
        assertThat(analytics
                        .body("/api/v1/analytics/cost?" + SPAN + "&group_by=campaign")
                        .get("rows")
                        .size())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "time-to-event?from=2026-01-01&to=2026-04-30, span-too-long",
        "time-to-event?from=2026-03-01&to=2026-03-02&event=bounced, invalid-event",
        "time-to-event?from=2026-03-01&to=2026-03-02&horizon_days=0, invalid-horizon-days",
        "time-to-event?from=2026-03-01&to=2026-03-02&horizon_days=x, invalid-horizon-days",
        "cohorts?from=2026-03-01&to=2026-03-02&by=day, invalid-by",
        "cohorts?from=2026-03-01, missing-to",
        "cost?from=2026-03-01&to=2026-03-02&group_by=provider, invalid-group-by",
        "cost?from=2026-03-01&to=2026-03-02&campaign_id=x, invalid-campaign-id",
        "roi, missing-experiment-id",
        "roi?experiment_id=1&value=-5, invalid-value"
    })
    void aBadQuestionIsNamed(String path, String slug) {
        analytics
                .get("/api/v1/analytics/" + path, analytics.organization, "ops")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:ovhi:problem:" + slug);
    }

    private void sent(Duration after) {
        analytics.publish(analytics.changed(Ids.next(), Channel.SMS, Milestone.SENT, MORNING.plus(after)));
    }

    private void answered(Duration after) {
        var job = Ids.next();
        analytics.publish(analytics.changed(job, Channel.SMS, Milestone.SENT, MORNING));
        analytics.publish(analytics.changed(job, Channel.SMS, Milestone.REPLIED, MORNING.plus(after)));
    }
}
