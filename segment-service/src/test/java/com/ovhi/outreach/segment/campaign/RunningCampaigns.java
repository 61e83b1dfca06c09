package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.Api;
import com.ovhi.outreach.segment.OvhiFeed;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** An organisation with patients in a segment of everybody, and what tests of campaigns do with them. */
abstract class RunningCampaigns {

    final TestKafka kafka;
    final TestTokens tokens;
    final SettableClock clock;
    final JdbcClient jdbc;
    final TransactionOperations transactions;
    final CampaignPoller poller;
    final OvhiFeed feed;
    final int port;

    RunningCampaigns(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            JdbcClient jdbc,
            TransactionOperations transactions,
            CampaignPoller poller,
            int port) {
        this.kafka = kafka;
        this.tokens = tokens;
        this.clock = clock;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.poller = poller;
        this.port = port;
        feed = new OvhiFeed(kafka);
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
}
