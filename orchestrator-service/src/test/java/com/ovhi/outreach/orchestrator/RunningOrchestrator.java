package com.ovhi.outreach.orchestrator;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service as its callers meet it. */
@Import(CountedStatements.class)
public class RunningOrchestrator {

    protected final TestKafka kafka;
    protected final TestTokens tokens;
    protected final RestTestClient http;
    private final Patients patients;
    private final Organizations organizations;

    protected RunningOrchestrator(
            TestKafka kafka, TestTokens tokens, Patients patients, Organizations organizations, int port) {
        this.kafka = kafka;
        this.tokens = tokens;
        this.patients = patients;
        this.organizations = organizations;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @DynamicPropertySource
    static void neighbours(DynamicPropertyRegistry registry) {
        registry.add("OUTREACH_PREFERENCE_URL", Neighbours::url);
        registry.add("OUTREACH_TEMPLATE_URL", Neighbours::url);
        registry.add("OUTREACH_SCHEDULER_URL", Neighbours::url);
        registry.add("OUTREACH_SEGMENT_URL", Neighbours::url);
        registry.add("OUTREACH_ORCHESTRATOR_PORT", () -> "0");
        registry.add("outreach.tracking.urgent-patience", () -> "PT1S");
        registry.add("outreach.tracking.stop-patience", () -> "PT1S");
        registry.add("outreach.scheduling.together.patience", () -> "PT0.3S");
        registry.add("outreach.waiting.sweep", () -> "PT0.1S");
        registry.add("outreach.waiting.first-pause", () -> "PT0.2S");
        registry.add("outreach.waiting.longest-pause", () -> "PT1S");
    }

    /** A clinic that sends its patients as many messages as a test wants. */
    protected Clinic clinic() {
        var clinic = new Clinic(kafka, patients, organizations);
        settings(clinic, 20, 50, 7, 3);
        return clinic;
    }

    /** A clinic that has set nothing. */
    protected Clinic usualClinic() {
        return new Clinic(kafka, patients, organizations);
    }

    protected Reply settings(Clinic clinic, int perDay, int perWeek, int marketing, int reserved) {
        return put("/api/v1/comm/settings", tokens.bearer(clinic.id(), "ops"), "\"0\"", """
                {"caps": {"per_day": %d, "per_week": %d, "marketing_per_week": %d, "reserved_per_week": %d,
                          "urgent_per_day": 20},
                 "cadence": {"confirm": true, "reminder_days": [3, 1], "early_days": 0, "early_lead_days": 0,
                             "missed_after_hours": 1, "refill_days": [-2], "result_again_hours": 0},
                 "most_fatigue": 0.7}""".formatted(
                        perDay, perWeek, marketing, reserved));
    }

    protected Reply put(String uri, String bearer, @Nullable String ifMatch, String json) {
        var request =
                http.put().uri(uri).contentType(MediaType.APPLICATION_JSON).header("Authorization", bearer);
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return reply(request.body(json).exchange());
    }

    protected String core(Clinic clinic) {
        return tokens.bearer(clinic.id(), "core-system");
    }

    protected Reply get(String uri, @Nullable String bearer) {
        var request = http.get().uri(uri);
        if (bearer != null) {
            request.header("Authorization", bearer);
        }
        return reply(request.exchange());
    }

    protected Reply post(String uri, @Nullable String bearer, @Nullable String key, String json) {
        var request = http.post().uri(uri).contentType(MediaType.APPLICATION_JSON);
        if (bearer != null) {
            request.header("Authorization", bearer);
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return reply(request.body(json).exchange());
    }

    private static Reply reply(RestTestClient.ResponseSpec response) {
        var result = response.expectBody(String.class).returnResult();
        var body = result.getResponseBody();
        return new Reply(
                result.getStatus().value(),
                result.getResponseHeaders().getFirst("Idempotent-Replayed"),
                result.getResponseHeaders().getFirst("Retry-After"),
                body == null ? "" : body);
    }

    protected Reply schedule(Clinic clinic, String key, String json) {
        return post("/api/v1/comm/schedule", core(clinic), key, json);
    }

    /** A reminder for a patient with everything the template needs. */
    protected static String reminder(Clinic clinic, long patient, String more) {
        return """
                {"patient_id": "%d", "purpose": "appt_reminder", "variables": {"clinic_name": "%s"}%s}""".formatted(patient, clinic.name(), more);
    }

    /** Schedules a reminder and returns its job. */
    protected UUID job(Clinic clinic, long patient) {
        return UUID.fromString(schedule(clinic, "key-" + Clinic.number() + "-x", reminder(clinic, patient, ""))
                .at("/job_id"));
    }

    protected JobChanged awaitJob(UUID job, Milestone milestone) {
        return kafka.await(
                Topics.JOB,
                JobChanged.class,
                changed -> changed.jobId().equals(job) && changed.milestone() == milestone);
    }

    /** An HTTP answer. */
    protected record Reply(
            int status, @Nullable String replayed, @Nullable String retryAfter, String body) {

        private static final JsonMapper JSON = new JsonMapper();

        /** The JSON body. */
        public JsonNode json() {
            return JSON.readTree(body);
        }

        /** The text at a JSON pointer. */
        public String at(String pointer) {
            return json().at(pointer).asString("");
        }

        /** The body but for what is different in each answer. */
        public String withoutTrace() {
            return body.replaceAll("urn:trace:[0-9a-f]+", "");
        }

        /** The last part of the problem type. */
        public String problem() {
            return at("/type").replace("urn:ovhi:problem:", "");
        }
    }
}
