package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.StepWithdrawn;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.Api;
import com.ovhi.outreach.segment.OvhiFeed;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** An organisation with patients in a segment of everybody, and what tests of campaigns do with them. */
abstract class RunningCampaigns {

    /** A step that is taken at once. */
    static final String AT_ONCE = "{\"purpose\": \"rx_refill\", \"channel\": \"sms\"}";

    /** One two days after the enrolment. */
    static final String IN_TWO_DAYS = "{\"purpose\": \"rx_refill\", \"offset\": \"P2D\"}";

    final TestKafka kafka;
    final TestTokens tokens;
    final SettableClock clock;
    final JdbcClient jdbc;
    final TransactionOperations transactions;
    final CampaignPoller poller;
    final OvhiFeed feed;
    final int port;
    long organization;
    Api api;

    RunningCampaigns(CampaignKit kit, int port) {
        kafka = kit.kafka();
        tokens = kit.tokens();
        clock = kit.clock();
        jdbc = kit.jdbc();
        transactions = kit.transactions();
        poller = kit.poller();
        this.port = port;
        feed = new OvhiFeed(kafka);
        api = Api.of(port, tokens, 0);
    }

    @BeforeEach
    void open() {
        organization = feed.organization("+12125550100");
        api = api(organization);
    }

    @AfterEach
    void endAll() {
        transactions.executeWithoutResult(
                _ -> jdbc.sql("UPDATE comm_campaigns SET status = 'completed' WHERE status IN ('active', 'paused')")
                        .update());
        clock.set(SettableClock.START);
    }

    Api api(long organization) {
        return Api.of(port, tokens, organization);
    }

    /** Somebody of the organisation who may send. */
    Api api(String who) {
        return Api.of(port, "Bearer " + tokens.token(who, organization, "campaign-manager"));
    }

    /** As many as events would take long to tell of; all opted in by SMS. */
    List<Long> insert(long organization, int patients) {
        var ids = LongStream.range(0, patients).map(_ -> OvhiFeed.id()).boxed().toList();
        transactions.executeWithoutResult(_ -> ids.forEach(each -> jdbc.sql("""
                        INSERT INTO patients (patient_id, organization_id, registered_at, language, marketing_sms)
                        VALUES (?, ?, ?, 'en', TRUE)""")
                .params(each, organization, Timestamp.from(clock.instant()))
                .update()));
        return ids;
    }

    /** A segment of everybody, when all are known to belong to it. */
    long segment(Api api, int patients) {
        var segment = api.segment("Everybody", "true");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(api.get("/api/v1/segments/" + segment)
                                .path("patient_count")
                                .asLong())
                        .isEqualTo(patients));
        return segment;
    }

    static String body(long segment, String steps, String more) {
        return "{\"name\": \"Flu shots\", \"segment_id\": " + segment + ", \"steps\": [" + steps + "]" + more + "}";
    }

    static long campaign(Api api, long segment, String steps, String more) {
        return api.post("/api/v1/campaigns", body(segment, steps, more), 201)
                .path("id")
                .asLong();
    }

    static JsonNode change(Api api, long campaign, String how, int status) {
        return api.post("/api/v1/campaigns/" + campaign + "/" + how, "{}", status);
    }

    /** Takes all campaigns on until nothing is due; what another thread is about to do is waited for. */
    void run(long campaign) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            poller.expandDue();
            return due(campaign) == 0;
        });
    }

    private long due(long campaign) {
        return count("""
                SELECT (SELECT COUNT(*) FROM enrolments WHERE campaign_id = :campaign AND next_at <= :now)
                    + (SELECT COUNT(*) FROM comm_campaigns WHERE id = :campaign AND expanded_at IS NULL)""", campaign);
    }

    long count(String sql, long campaign) {
        return jdbc.sql(sql)
                .param("campaign", campaign)
                .param("now", Timestamp.from(clock.instant()))
                .query(Long.class)
                .single();
    }

    /** What a campaign asked for, when that is known to be so much. */
    List<OutreachRequested> requests(long campaign, int expected) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(requests(campaign)).hasSize(expected));
        return requests(campaign);
    }

    List<OutreachRequested> requests(long campaign) {
        return kafka.events(Topics.REQUEST, OutreachRequested.class).stream()
                .filter(each -> Objects.equals(each.campaignId(), campaign))
                .toList();
    }

    /** Everybody goes through a campaign from now on, as far as it goes at once. */
    long started(int patients, String steps, String more) {
        return started(segment(api, patients), steps, more);
    }

    long started(long segment, String steps, String more) {
        var campaign = campaign(api, segment, steps, more);
        change(api, campaign, "activate", 200);
        run(campaign);
        return campaign;
    }

    void goOn(long campaign) {
        change(api, campaign, "pause", 200);
        change(api, campaign, "activate", 200);
        run(campaign);
    }

    String status(long campaign) {
        return api.get("/api/v1/campaigns/" + campaign).path("status").asString();
    }

    /** Waits until the campaign has paused by itself. */
    void awaitPaused(long campaign, String reason) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(api.get("/api/v1/campaigns/" + campaign)
                                .path("pause_reason")
                                .asString(""))
                        .isEqualTo(reason));
    }

    long segmentOf(long campaign) {
        return api.get("/api/v1/campaigns/" + campaign).path("segment_id").asLong();
    }

    JsonNode progress(long campaign) {
        return api.get("/api/v1/campaigns/" + campaign).path("counts");
    }

    int exited(long campaign, String reason) {
        return progress(campaign).at("/exited/" + reason).asInt();
    }

    /** What a campaign has taken back. */
    List<StepWithdrawn> withdrawn(long campaign) {
        return kafka.events(Topics.CAMPAIGN, StepWithdrawn.class).stream()
                .filter(each -> each.campaignId() == campaign)
                .toList();
    }

    /** A patient answers, it is not known to which message. */
    void reply(long patient, Intent intent) {
        kafka.publish(
                Topics.REPLY,
                Long.toString(patient),
                new ReplyUnderstood(
                        UUID.randomUUID(),
                        organization,
                        patient,
                        Channel.SMS,
                        "0123456789abcdef0123456789abcdef",
                        intent,
                        "en",
                        1,
                        "test",
                        null,
                        clock.instant().plusSeconds(1)));
    }

    /** Why a patient's first step came to nothing in their first run; empty when it has not. */
    String ended(long campaign, long patient) {
        return jdbc.sql("""
                        SELECT IF(ended_at IS NULL, '', end_reason) FROM step_executions
                        WHERE campaign_id = ? AND patient_id = ? AND run = 1 AND step = 1""").params(campaign, patient).query(String.class).single();
    }

    void write(String sql, long id) {
        transactions.executeWithoutResult(_ -> jdbc.sql(sql).param(id).update());
    }

    static CampaignStep step(OutreachRequested request) {
        return Objects.requireNonNull(request.step());
    }

    static int round(OutreachRequested request) {
        return Objects.requireNonNullElse(step(request).round(), 0);
    }

    /** What a campaign asked for in a round, when that is known to be so much. */
    List<OutreachRequested> inRound(long campaign, int round, int expected) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(inRound(campaign, round)).hasSize(expected));
        return inRound(campaign, round);
    }

    private List<OutreachRequested> inRound(long campaign, int round) {
        return requests(campaign).stream().filter(each -> round(each) == round).toList();
    }

    /** A job of a request has come further. */
    void news(OutreachRequested request, UUID job, Milestone milestone, @Nullable String reason) {
        kafka.publish(
                Topics.JOB,
                Long.toString(request.patientId()),
                JobChanged.builder(
                                job,
                                organization,
                                request.patientId(),
                                request.purpose(),
                                Channel.SMS,
                                milestone,
                                status(milestone),
                                clock.instant(),
                                clock.instant())
                        .campaignId(request.campaignId())
                        .step(request.step())
                        .reason(reason)
                        .build());
    }

    private static JobStatus status(Milestone milestone) {
        return switch (milestone) {
            case SCHEDULED, UNDER_REVIEW -> JobStatus.QUEUED;
            case EXPIRED -> JobStatus.FAILED;
            case PROCESSING, SENT, DELIVERED, OPENED, CLICKED, REPLIED, BOUNCED, FAILED, CANCELLED ->
                JobStatus.of(milestone.code());
        };
    }

    /** The first request of a patient. */
    OutreachRequested requestFor(long campaign, long patient) {
        return requests(campaign).stream()
                .filter(each -> each.patientId() == patient)
                .findFirst()
                .orElseThrow();
    }
}
