package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.Api;
import com.ovhi.outreach.segment.OvhiFeed;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What goes out when a campaign goes on after a pause, and who stays out, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class GoingOnServiceTests extends RunningCampaigns {

    private static final String NOW = "{\"purpose\": \"rx_refill\", \"template_id\": 1}";
    private static final String UNBOOKED =
            "{\"purpose\": \"rx_refill\", \"condition\": {\"!\": {\"var\": \"booked\"}}}";

    private long organization;
    private Api api;

    GoingOnServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            JdbcClient jdbc,
            TransactionOperations transactions,
            CampaignPoller poller,
            @LocalServerPort int port) {
        super(kafka, tokens, clock, jdbc, transactions, poller, port);
        api = api(0);
    }

    @BeforeEach
    void open() {
        organization = feed.organization("+12125550100");
        api = api(organization);
    }

    @Test
    void whatWasHeldGoesOutInTheTextThatWasMended() {
        insert(organization, 2);
        var campaign = started(2, NOW, "");
        requests(campaign, 2);
        change(api, campaign, "pause", 200);
        var segment =
                api.get("/api/v1/campaigns/" + campaign).path("segment_id").asLong();
        api.put("/api/v1/campaigns/" + campaign, body(segment, NOW.replace("1}", "2}"), ""), 200);

        assertThat(change(api, campaign, "activate", 409).path("type").asString())
                .endsWith(":version-undecided");
        change(api, campaign, "activate?move=true", 200);
        run(campaign);

        assertThat(requests(campaign, 4))
                .filteredOn(each -> Objects.equals(step(each).round(), 1))
                .hasSize(2)
                .allSatisfy(each -> {
                    assertThat(each.templateId()).isEqualTo(2);
                    assertThat(step(each).version()).isEqualTo(2);
                });
    }

    @Test
    void whatWasHeldGoesOutInTheOldTextIfThatIsWanted() {
        insert(organization, 1);
        var campaign = started(1, NOW, "");
        requests(campaign, 1);
        change(api, campaign, "pause", 200);
        var segment =
                api.get("/api/v1/campaigns/" + campaign).path("segment_id").asLong();
        api.put("/api/v1/campaigns/" + campaign, body(segment, NOW.replace("1}", "2}"), ""), 200);

        change(api, campaign, "activate?move=false", 200);
        run(campaign);

        assertThat(requests(campaign, 2))
                .allSatisfy(each -> assertThat(each.templateId()).isEqualTo(1));
    }

    @Test
    void whatWasRefusedLongAgoOrOvertakenIsNotAskedForAgain() {
        var patients = insert(organization, 3);
        var campaign =
                started(3, NOW + ", {\"purpose\": \"rx_refill\", \"offset\": \"P8D\", \"from\": \"previous\"}", "");
        requests(campaign, 3);
        news(campaign, patients.get(1), Milestone.SCHEDULED, UUID.randomUUID(), null);
        news(campaign, patients.get(2), Milestone.SCHEDULED, UUID.randomUUID(), null);
        await().untilAsserted(() -> assertThat(
                        count("SELECT COUNT(job_id) FROM step_executions WHERE campaign_id = :campaign", campaign))
                .isEqualTo(2));
        clock.advance(Duration.ofDays(8));
        run(campaign);
        requests(campaign, 6);
        write("UPDATE step_executions SET sent_at = executed_at WHERE step = 2 AND patient_id = ?", patients.get(2));

        goOn(campaign);

        await().untilAsserted(() -> assertThat(requests(campaign)).hasSize(9));
        assertThat(requests(campaign).stream()
                        .filter(each -> Objects.equals(step(each).round(), 1))
                        .map(each -> patients.indexOf(each.patientId()) + "/"
                                + step(each).step()))
                .containsExactlyInAnyOrder("0/1", "1/0", "1/1");
        assertThat(ended(campaign, patients.get(0))).isEqualTo("refused");
        assertThat(ended(campaign, patients.get(2))).isEqualTo("overtaken");
    }

    @Test
    void whoHasLeftTheSegmentIsNotAskedForAgain() {
        var patients = insert(organization, 2);
        var campaign = started(2, NOW, "");
        requests(campaign, 2);
        write("DELETE FROM segment_members WHERE patient_id = ?", patients.getFirst());

        goOn(campaign);

        assertThat(again(campaign, 1)).containsExactly(patients.getLast());
        assertThat(ended(campaign, patients.getFirst())).isEqualTo("left-segment");
    }

    @Test
    void onlyWhatFailedIsAFailure() {
        insert(organization, 50);
        var campaign = started(50, NOW, "");
        requests(campaign, 50);
        write(
                "UPDATE step_executions SET ended_at = executed_at, end_reason = 'condition' WHERE campaign_id = ?",
                campaign);
        poller.check();
        assertThat(status(campaign)).isEqualTo("active");

        write("UPDATE step_executions SET end_reason = 'bounced' WHERE campaign_id = ?", campaign);

        await().untilAsserted(() -> {
            poller.check();
            assertThat(status(campaign)).isEqualTo("paused");
        });
    }

    @Test
    void isApprovedByNobodyWhoWroteItAndNotUnseen() {
        insert(organization, 1);
        var segment = segment(api, 1);
        var campaign = campaign(api, segment, NOW, "");
        api("writer").put("/api/v1/campaigns/" + campaign, body(segment, UNBOOKED, ""), 200);
        api.put("/api/v1/campaigns/" + campaign, body(segment, UNBOOKED, ", \"description\": \"Comma\""), 200);

        assertThat(change(api("writer"), campaign, "approve", 403).path("type").asString())
                .endsWith(":second-person");
        assertThat(change(api("reader"), campaign, "approve?version=2", 409)
                        .path("type")
                        .asString())
                .endsWith(":version-changed");
        assertThat(change(api("reader"), campaign, "approve?version=1", 200)
                        .path("approved_by")
                        .asString())
                .isEqualTo("reader");
    }

    @Test
    void anApprovalIsForSoManyAsThereWere() {
        insert(organization, 1);
        var campaign = campaign(api, segment(api, 1), NOW, "");
        change(api("reader"), campaign, "approve", 200);
        begin(campaign);
        transactions.executeWithoutResult(_ -> LongStream.range(0, 5_000)
                .forEach(_ -> jdbc.sql(
                                "INSERT INTO enrolments (campaign_id, patient_id, exit_reason) VALUES (?, ?, 'finished')")
                        .params(campaign, OvhiFeed.id())
                        .update()));

        feed.patient(organization, "en", LocalDate.of(1980, 1, 1));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(api.get("/api/v1/campaigns/" + campaign)
                                .path("pause_reason")
                                .asString(""))
                        .isEqualTo("approval-needed"));
    }

    private Api api(String who) {
        return Api.of(port, "Bearer " + tokens.token(who, organization, "campaign-manager"));
    }

    private long started(int patients, String steps, String more) {
        var campaign = campaign(api, segment(api, patients), steps, more);
        begin(campaign);
        return campaign;
    }

    private void begin(long campaign) {
        change(api, campaign, "activate", 200);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            poller.expandDue();
            return count(
                            "SELECT COUNT(*) FROM comm_campaigns WHERE id = :campaign AND expanded_at IS NOT NULL",
                            campaign)
                    == 1;
        });
        run(campaign);
    }

    private void goOn(long campaign) {
        change(api, campaign, "pause", 200);
        change(api, campaign, "activate", 200);
        run(campaign);
    }

    /** The patients that were asked for again. */
    private List<Long> again(long campaign, int expected) {
        await().untilAsserted(() -> assertThat(inRoundOne(campaign)).hasSize(expected));
        return inRoundOne(campaign);
    }

    private List<Long> inRoundOne(long campaign) {
        return requests(campaign).stream()
                .filter(each -> Objects.equals(step(each).round(), 1))
                .map(OutreachRequested::patientId)
                .toList();
    }

    private String status(long campaign) {
        return api.get("/api/v1/campaigns/" + campaign).path("status").asString();
    }

    /** Why a patient's first step came to nothing; empty when it has not. */
    private String ended(long campaign, long patient) {
        return jdbc.sql("""
                        SELECT COALESCE(end_reason, '') FROM step_executions
                        WHERE campaign_id = ? AND patient_id = ? AND step = 1""").params(campaign, patient).query(String.class).single();
    }

    private void write(String sql, long id) {
        transactions.executeWithoutResult(_ -> jdbc.sql(sql).param(id).update());
    }

    private static CampaignStep step(OutreachRequested request) {
        return Objects.requireNonNull(request.step());
    }

    private void news(long campaign, long patient, Milestone milestone, UUID job, @Nullable String reason) {
        var request = requests(campaign).stream()
                .filter(each -> each.patientId() == patient)
                .findFirst()
                .orElseThrow();
        var now = clock.instant();
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
                        request.purpose(),
                        Channel.SMS,
                        milestone,
                        milestone == Milestone.SCHEDULED ? JobStatus.QUEUED : JobStatus.FAILED,
                        null,
                        null,
                        now,
                        now,
                        reason,
                        null,
                        null,
                        request.step(),
                        null));
    }
}
