package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.Api;
import com.ovhi.outreach.segment.OvhiFeed;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What becomes of what was held, and who stays in a campaign or does not, where events come late, twice or not at all. */
@ServiceTest(schema = "ovhi_segment")
class PausedCampaignServiceTests extends RunningCampaigns {

    private static final String FIRST = "{\"purpose\": \"rx_refill\", \"channel\": \"sms\", \"template_id\": 1}";
    private static final String SECOND = "{\"purpose\": \"rx_refill\", \"offset\": \"P2D\"}";

    private final Pausing pausing;
    private long organization;
    private Api api;

    PausedCampaignServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            JdbcClient jdbc,
            TransactionOperations transactions,
            CampaignPoller poller,
            Pausing pausing,
            @LocalServerPort int port) {
        super(kafka, tokens, clock, jdbc, transactions, poller, port);
        this.pausing = pausing;
        api = api(0);
    }

    @BeforeEach
    void open() {
        organization = feed.organization("+12125550100");
        api = api(organization);
    }

    @Test
    void whatIsOfNoUseAfterAPauseIsNotAskedForAgain() {
        var patients = insert(organization, 2);
        var campaign = started(segment(api, 2), FIRST.replace("}", ", \"condition\": {\"!\": {\"var\": \"booked\"}}}"));
        requests(campaign, 2);
        change(api, campaign, "pause", 200);
        update("UPDATE enrolments SET is_booked = TRUE WHERE patient_id = ?", patients.getFirst());

        change(api, campaign, "activate", 200);
        await().untilAsserted(() -> assertThat(count(
                        "SELECT COUNT(*) FROM step_executions WHERE campaign_id = :campaign AND end_reason = 'condition'",
                        campaign))
                .isEqualTo(1));

        assertThat(requests(campaign, 3).getLast().patientId()).isEqualTo(patients.getLast());
    }

    @Test
    void whatWentWrongBeforeItWasStartedAgainDoesNotPauseItAgain() {
        insert(organization, 60);
        var campaign = started(segment(api, 60), FIRST);
        requests(campaign, 60);
        update(
                "UPDATE step_executions SET ended_at = executed_at, end_reason = 'failed' WHERE campaign_id = ?",
                campaign);
        pausing.check(campaign);
        assertThat(status(campaign)).isEqualTo("paused");

        clock.advance(Duration.ofMinutes(1));
        change(api, campaign, "activate", 200);
        pausing.check(campaign);

        assertThat(status(campaign)).isEqualTo("active");
    }

    @Test
    void anotherJobTakesOverFromOneThatFailedOrSteppedAside() {
        var patient = insert(organization, 1).getFirst();
        var campaign = started(segment(api, 1), FIRST);
        requests(campaign, 1);
        var failed = UUID.randomUUID();
        job(campaign, patient, failed, Milestone.FAILED, JobStatus.FAILED, null);
        awaitEnded(campaign, 1);

        job(campaign, patient, UUID.randomUUID(), Milestone.SCHEDULED, JobStatus.QUEUED, null);
        awaitEnded(campaign, 0);
        job(campaign, patient, failed, Milestone.CANCELLED, JobStatus.CANCELLED, "other-channel");
        job(campaign, patient, UUID.randomUUID(), Milestone.CANCELLED, JobStatus.CANCELLED, "opted-out");
        awaitEnded(campaign, 1);
        assertThat(count(
                        "SELECT COUNT(*) FROM step_executions WHERE campaign_id = :campaign AND end_reason = 'cancelled'",
                        campaign))
                .isEqualTo(1);
    }

    @Test
    void aVisitBookedBeforeThePatientsStepsBeginCounts() {
        var patient = insert(organization, 1).getFirst();
        var campaign = campaign(api, segment(api, 1), SECOND, ", \"terms\": {\"exit_on\": [\"booked\"]}");
        change(api, campaign, "activate", 200);
        run(campaign);
        update("UPDATE enrolments SET anchor_at = '2037-01-01 00:00:00' WHERE patient_id = ?", patient);

        feed.booked(organization, patient, OvhiFeed.id(), 1, "2037-03-20T10:00:00-04:00");

        await().untilAsserted(() -> assertThat(exited(campaign, "booked")).isEqualTo(1));
    }

    @Test
    void whoLeftTheSegmentUnheardGetsNothingMore() {
        var patients = insert(organization, 2);
        var campaign = started(segment(api, 2), FIRST + "," + SECOND);
        requests(campaign, 2);
        update("DELETE FROM segment_members WHERE patient_id = ?", patients.getFirst());

        clock.advance(Duration.ofDays(2));
        run(campaign);

        assertThat(requests(campaign, 3).getLast().patientId()).isEqualTo(patients.getLast());
        assertThat(exited(campaign, "left-segment")).isEqualTo(1);
    }

    @Test
    void pausesForApprovalWhenASegmentGrowsBeyondWhatOnePersonMayWriteTo() {
        insert(organization, 5_000);
        var segment = segment(api, 5_000);
        var campaign = started(segment, SECOND);

        insert(organization, 1);
        api.post("/api/v1/segments/" + segment + "/evaluate", "{}", 200);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(api.get("/api/v1/campaigns/" + campaign)
                                .path("pause_reason")
                                .asString())
                        .isEqualTo("approval-needed"));
    }

    private long started(long segment, String steps) {
        var campaign = campaign(api, segment, steps, "");
        change(api, campaign, "activate", 200);
        run(campaign);
        return campaign;
    }

    private String status(long campaign) {
        return api.get("/api/v1/campaigns/" + campaign).path("status").asString();
    }

    private int exited(long campaign, String reason) {
        return api.get("/api/v1/campaigns/" + campaign)
                .at("/counts/exited/" + reason)
                .asInt();
    }

    private void update(String sql, long id) {
        transactions.executeWithoutResult(_ -> jdbc.sql(sql).param(id).update());
    }

    private void awaitEnded(long campaign, long expected) {
        await().untilAsserted(() -> assertThat(
                        count("SELECT COUNT(ended_at) FROM step_executions WHERE campaign_id = :campaign", campaign))
                .isEqualTo(expected));
    }

    private void job(
            long campaign, long patient, UUID job, Milestone milestone, JobStatus status, @Nullable String reason) {
        kafka.publish(
                Topics.JOB,
                Long.toString(patient),
                new JobChanged(
                        job,
                        organization,
                        patient,
                        null,
                        campaign,
                        null,
                        Purpose.RX_REFILL,
                        Channel.SMS,
                        milestone,
                        status,
                        null,
                        null,
                        clock.instant(),
                        clock.instant(),
                        reason,
                        null,
                        null,
                        new CampaignStep(1, 0, null, 0),
                        null));
    }
}
