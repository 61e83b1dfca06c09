package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.Collections;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many requests in one call, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class BulkCallTests extends RunningOrchestrator {

    private static final String URI = "/api/v1/comm/schedule/bulk";

    private final JdbcClient jdbc;
    private Clinic clinic;
    private long patient;

    BulkCallTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.jdbc = jdbc;
        clinic = clinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = clinic().open();
        patient = clinic.patient();
    }

    @Test
    void answersEachRequestAndMakesTheJobs() {
        var reply = bulk(
                item("bulk-item-1", ""),
                item("bulk-item-2", ", \"template_id\": \"404\""),
                item("short", ""),
                item("bulk-item-3", "").replace("appt_reminder", "birthday"),
                item("bulk-item-4", "").replace("\"purpose\": \"appt_reminder\",", ""),
                item("bulk-item-5", ", \"send_at\": \"tomorrow\""),
                item("bulk-item-6", "").replace("\"" + patient + "\"", "\"999999999\""),
                "7");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/results").findValuesAsString("status"))
                .containsExactly("202", "202", "400", "400", "400", "400", "404", "400");
        assertThat(reply.at("/results/4/type")).isEqualTo("urn:ovhi:problem:invalid-request");
        assertThat(reply.at("/results/6/type")).isEqualTo("urn:ovhi:problem:unknown-patient");
        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(1));
        await().untilAsserted(() -> assertThat(
                        decision(reply.at("/results/0/request_id")).at("/decision/verdict"))
                .isEqualTo("accepted"));
        await().untilAsserted(() -> assertThat(
                        decision(reply.at("/results/1/request_id")).at("/decision/reason"))
                .isEqualTo("unknown-template"));
        assertThat(get("/api/v1/comm/requests/" + reply.at("/results/0/request_id"), core(clinic()))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void takesEachKeyOnceWhicheverCallItComesWith() {
        var first = bulk(item("bulk-same-1", ""), item("bulk-same-1", ""), item("bulk-same-2", ""));
        var second = bulk(item("bulk-same-2", ""), item("bulk-same-1", ", \"preferred_channel\": \"email\""));
        var single = schedule(clinic, "bulk-single", reminder(clinic, patient, ""));
        var third = bulk(item("bulk-single", ""));

        assertThat(first.json().at("/results").findValuesAsString("request_id").stream()
                        .distinct())
                .hasSize(2);
        assertThat(first.json().at("/results/1/replayed").asBoolean()).isTrue();
        assertThat(second.at("/results/0/request_id")).isEqualTo(first.at("/results/2/request_id"));
        assertThat(second.at("/results/1/type")).isEqualTo("urn:ovhi:problem:idempotency-key-reuse");
        assertThat(third.at("/results/0/answer/job_id")).isEqualTo(single.at("/job_id"));
        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(3));
    }

    @Test
    void makesOneJobPerKeyOfCallsAtTheSameTime() {
        var items = IntStream.range(0, 20)
                .mapToObj(i -> item("bulk-race-" + i, ", \"occasion\": {\"about\": \"thing/" + i + "\"}"))
                .collect(Collectors.toList());
        var replies = new ConcurrentLinkedQueue<Reply>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 4; i++) {
                callers.execute(() -> replies.add(bulk(items.toArray(String[]::new))));
            }
        }

        assertThat(replies)
                .hasSize(4)
                .allSatisfy(each -> assertThat(each.status()).isEqualTo(200));
        assertThat(replies.stream()
                        .flatMap(each -> each.json().at("/results").findValuesAsString("request_id").stream())
                        .distinct())
                .hasSize(20);
    }

    @Test
    void letsWhatIsUrgentWaitBehindNoCampaign() {
        var notice = item("bulk-notice", "").replace("appt_reminder", "rx_refill");
        var urgent = item("bulk-urgent", ", \"is_urgent\": true, \"urgent_reason\": \"clinical\"")
                .replace("appt_reminder", "rx_refill");

        var results = bulk(notice, urgent);

        assertThat(requested(Topics.REQUEST, results.at("/results/0/request_id")))
                .isFalse();
        assertThat(requested(Topics.REQUEST_PRIORITY, results.at("/results/1/request_id")))
                .isTrue();
    }

    /** Whether what was requested on a topic is urgent. */
    private boolean requested(String topic, String request) {
        return kafka.await(
                        topic,
                        OutreachRequested.class,
                        each -> request.equals(each.requestId().toString()))
                .urgent();
    }

    @Test
    void refusesTooMuch() {
        var many = Collections.nCopies(1_001, "{}").toArray(String[]::new);

        assertThat(bulk(many).problem()).isEqualTo("invalid-request");
        assertThat(bulk().problem()).isEqualTo("invalid-request");
        assertThat(bulk("{\"x\": \"" + "y".repeat(8 * 1024 * 1024) + "\"}").problem())
                .isEqualTo("body-too-large");
        assertThat(post(URI, core(clinic), null, "{").problem()).isEqualTo("unreadable-request");
        assertThat(post(URI, tokens.bearer(clinic.id(), "clinic-staff"), null, "{}")
                        .status())
                .isEqualTo(403);
    }

    private Reply bulk(String... items) {
        return post(URI, core(clinic), null, "{\"requests\": [" + String.join(",", items) + "]}");
    }

    private String item(String key, String more) {
        return reminder(clinic, patient, more + ", \"idempotency_key\": \"" + key + "\"");
    }

    private Reply decision(String request) {
        return get("/api/v1/comm/requests/" + request, core(clinic));
    }

    private int jobs() {
        return jdbc.sql("SELECT COUNT(*) FROM comm_jobs WHERE organization_id = ?")
                .param(clinic.id())
                .query(Integer.class)
                .single();
    }
}
