package com.ovhi.outreach.analytics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Drives analytics from outside for one organisation of its own: events in, numbers out. */
final class StatisticsDriver {

    static final Instant MORNING = Instant.parse("2026-03-02T15:00:00Z");
    private static final AtomicLong LAST_ORGANIZATION = new AtomicLong(1_000);

    final long organization = LAST_ORGANIZATION.incrementAndGet();
    final TestKafka kafka;
    final JdbcClient jdbc;
    final TestTokens tokens;
    final RestTestClient http;

    StatisticsDriver(TestKafka kafka, JdbcClient jdbc, TestTokens tokens, int port) {
        this.kafka = kafka;
        this.jdbc = jdbc;
        this.tokens = tokens;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    void assertRecountAgrees() {
        var rows = jdbc.sql("SELECT COUNT(*) FROM comm_stats WHERE organization_id = ?")
                .param(organization)
                .query(Integer.class)
                .single();
        http.post()
                .uri("/api/v1/analytics/rebuild")
                .header("Authorization", tokens.bearer(organization, "ops"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.rows")
                .isEqualTo(rows);
        assertThat(jdbc.sql("""
                        SELECT COALESCE(SUM(scheduled_count + sent_count + delivered_count + opened_count
                            + clicked_count + replied_count + bounced_count + failed_count + expired_count
                            + cancelled_count + unsubscribed_count), 0) FROM comm_stats WHERE organization_id = ?""").param(organization).query(Integer.class).single())
                .isEqualTo(ledger());
    }

    void zone(String timezone) {
        var updated = new OrganizationUpdated(
                organization,
                "Clinic",
                timezone,
                null,
                List.of("en"),
                new OrganizationUpdated.Capabilities(false, false, false));
        kafka.publish(Topics.OVHI_PROVIDER, Long.toString(organization), updated);
        await().until(() -> jdbc.sql("SELECT COUNT(*) FROM organizations WHERE organization_id = ?")
                        .param(organization)
                        .query(Integer.class)
                        .single()
                == 1);
    }

    void job(Channel channel, Milestone... milestones) {
        var job = Ids.next();
        for (var milestone : milestones) {
            publish(changed(job, channel, milestone, MORNING));
        }
    }

    JobChanged changed(UUID job, Channel channel, Milestone milestone, Instant at) {
        return new JobChanged(
                job,
                organization,
                Samples.PATIENT,
                Samples.PROVIDER,
                null,
                null,
                Purpose.APPT_REMINDER,
                channel,
                milestone,
                JobStatus.QUEUED,
                null,
                null,
                at,
                at,
                null);
    }

    ReplyUnderstood stop(UUID job) {
        return reply(job, Intent.STOP);
    }

    ReplyUnderstood reply(@Nullable UUID job, Intent intent) {
        return new ReplyUnderstood(
                Ids.next(),
                organization,
                Samples.PATIENT,
                Channel.SMS,
                Samples.HASH,
                intent,
                "en",
                1,
                "test",
                job,
                MORNING);
    }

    DeliveryReported unsubscribed(UUID job, DeliveryState state) {
        return new DeliveryReported(
                job, organization, Samples.PATIENT, Channel.EMAIL, 1, state, null, null, null, null, false, MORNING);
    }

    void publish(Object event) {
        var topic = switch (event) {
            case JobChanged _ -> Topics.JOB;
            case ReplyUnderstood _ -> Topics.REPLY;
            default -> Topics.DELIVERY;
        };
        kafka.publish(topic, Integer.toString(System.identityHashCode(event)), event);
    }

    void awaitLedger(int entries) {
        await().untilAsserted(() -> assertThat(ledger()).isEqualTo(entries));
    }

    int ledger() {
        return jdbc.sql("SELECT COUNT(*) FROM job_milestones WHERE organization_id = ?")
                .param(organization)
                .query(Integer.class)
                .single();
    }

    int waiting(UUID job) {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_signals WHERE job_id = ?")
                .param(job.toString())
                .query(Integer.class)
                .single();
    }

    JsonNode stats(String query) {
        return body("/api/v1/analytics/stats?from=2026-03-01&to=2026-03-05&" + query);
    }

    JsonNode body(String path) {
        return read(path, organization, "clinic-staff");
    }

    JsonNode read(String path, long caller, String role) {
        var body = get(path, caller, role)
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return ContractJson.mapper().readTree(String.valueOf(body));
    }

    RestTestClient.ResponseSpec get(String path, long caller, String role) {
        return http.get()
                .uri(path)
                .header("Authorization", tokens.bearer(caller, role))
                .exchange();
    }

    List<String> labels(JsonNode stats) {
        return stats.get("rows")
                .valueStream()
                .map(row -> row.get("group").asString())
                .toList();
    }
}
