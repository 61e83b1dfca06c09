package com.ovhi.outreach.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.analytics.fact.Counter;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Drives analytics from outside for one organisation of its own: events in, numbers out. */
public final class AnalyticsDriver extends ClinicEvents {

    public final TestKafka kafka;
    public final JdbcClient jdbc;
    public final TestTokens tokens;
    public final RestTestClient http;
    private final TransactionTemplate transactions;

    public AnalyticsDriver(
            TestKafka kafka, JdbcClient jdbc, TransactionTemplate transactions, TestTokens tokens, int port) {
        this.transactions = transactions;
        this.kafka = kafka;
        this.jdbc = jdbc;
        this.tokens = tokens;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    /** Writes to the database, in a transaction. */
    public void write(Runnable work) {
        transactions.executeWithoutResult(_ -> work.run());
    }

    /** Changes what is known of the organisation, in the caller's transaction. */
    public void updateOrganization(String assignment) {
        jdbc.sql("UPDATE organizations SET " + assignment + " WHERE organization_id = ?")
                .param(organization)
                .update();
    }

    /** What a recount from the ledger gives is what stands there already, row by row. */
    public void assertRecountAgrees() {
        var before = tables();
        rebuild();
        assertThat(tables()).isEqualTo(before);
    }

    public void rebuild() {
        http.post()
                .uri("/api/v1/analytics/rebuild")
                .header("Authorization", tokens.bearer(organization, "ops"))
                .exchange()
                .expectStatus()
                .isOk();
    }

    /** The counts of this organisation, without what depends on the moment; numbers of rows tell nothing. */
    public List<String> tables() {
        return tables(organization);
    }

    private List<String> tables(long of) {
        var counters = Arrays.stream(Counter.values()).map(Counter::column).collect(Collectors.joining(", '/', "));
        var stats = jdbc.sql("SELECT CONCAT('stats ', date, '/', provider_id, '/', channel, '/', purpose, '/', "
                        + counters + ") FROM comm_stats WHERE organization_id = ? ORDER BY 1")
                .param(of)
                .query(String.class)
                .list();
        var funnel = jdbc.sql(
                        "SELECT CONCAT('funnel ', date, '/', slice, '/', segments_sum, '/', segments_unknown, '/', "
                                + counters + ") FROM funnel_daily WHERE organization_id = ? ORDER BY 1")
                .param(of)
                .query(String.class)
                .list();
        return Stream.concat(stats.stream(), funnel.stream()).toList();
    }

    public void zone(String timezone) {
        var updated = new OrganizationUpdated(
                organization,
                "Clinic",
                timezone,
                null,
                List.of("en"),
                new OrganizationUpdated.Capabilities(false, false, false));
        kafka.publish(Topics.OVHI_PROVIDER, Long.toString(organization), updated);
        await().until(() -> jdbc.sql("SELECT counted_timezone FROM organizations WHERE organization_id = ?"
                        + " AND dated_to IS NULL")
                .param(organization)
                .query(String.class)
                .list()
                .contains(timezone));
    }

    public void job(Channel channel, Milestone... milestones) {
        var job = Ids.next();
        for (var milestone : milestones) {
            publish(changed(job, channel, milestone, MORNING));
        }
    }

    public void publish(Object event) {
        var topic = switch (event) {
            case JobChanged _ -> Topics.JOB;
            case ReplyUnderstood _ -> Topics.REPLY;
            case ExperimentExposed _ -> Topics.EXPOSURE;
            default -> Topics.DELIVERY;
        };
        kafka.publish(topic, Integer.toString(System.identityHashCode(event)), event);
    }

    /** A visit is told to have been booked or to have ended. */
    public void visit(String type, long appointment, int version, long patient, Instant at) {
        Object event = type.equals("booked") || type.equals("moved")
                ? new AppointmentBooked(
                        appointment,
                        version,
                        patient,
                        organization,
                        Samples.PROVIDER,
                        new AppointmentBooked.Location("Clinic", null, "America/New_York"),
                        at.atOffset(ZoneOffset.UTC),
                        30,
                        false,
                        null)
                : new AppointmentClosed(appointment, version, patient, organization);
        kafka.publish(
                Topics.OVHI_APPOINTMENT,
                Long.toString(patient),
                new EventHeaders(Ids.next().toString(), "appointment." + type, "test", at, null),
                event);
    }

    public void awaitLedger(int entries) {
        await().untilAsserted(() -> assertThat(ledger()).isEqualTo(entries));
    }

    public int ledger() {
        return jdbc.sql("SELECT COUNT(*) FROM job_milestones WHERE organization_id = ? AND channel <> ''")
                .param(organization)
                .query(Integer.class)
                .single();
    }

    /** Facts of a job that is not known yet. */
    public int waiting(UUID job) {
        return jdbc.sql("SELECT COUNT(*) FROM job_milestones WHERE job_id = ? AND channel = ''")
                .param(job.toString())
                .query(Integer.class)
                .single();
    }

    public JsonNode stats(String query) {
        return body("/api/v1/analytics/stats?from=2026-03-01&to=2026-03-05&" + query);
    }

    public JsonNode body(String path) {
        return read(path, organization, "clinic-staff");
    }

    public JsonNode read(String path, long caller, String role) {
        var body = get(path, caller, role)
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return ContractJson.mapper().readTree(String.valueOf(body));
    }

    public RestTestClient.ResponseSpec get(String path, long caller, String role) {
        return http.get()
                .uri(path)
                .header("Authorization", tokens.bearer(caller, role))
                .exchange();
    }

    public List<String> labels(JsonNode stats) {
        return stats.get("rows")
                .valueStream()
                .map(row -> row.get("group").asString())
                .toList();
    }
}
