package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What is left of calls: who asked, what was answered, and the same answer once more; against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class CallTrailTests extends RunningOrchestrator {

    private final SettableClock clock;
    private Clinic clinic;
    private long patient;

    CallTrailTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.clock = clock;
        clinic = clinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = clinic().open();
        patient = clinic.patient();
    }

    @AfterEach
    void setTheClockBack() {
        clock.set(SettableClock.START);
    }

    @Test
    void keepsWhyACallWasRefused() {
        Neighbours.prefers(clinic.preferences(patient, false));

        var refused = schedule(clinic, "trail-refused", reminder(clinic, patient, ""));

        assertThat(refused.at("/sentence")).startsWith("Nothing will be sent");
        var decision = get("/api/v1/comm/requests/" + refused.at("/request_id"), core(clinic));
        assertThat(decision.at("/decision/reason")).isEqualTo("contact-not-allowed");
        assertThat(await("decision", AuditAction.ACCESS).actor()).isNotEqualTo("orchestrator-service");
    }

    @Test
    void keepsWhyADuplicateWasRefused() {
        var about = ", \"occasion\": {\"about\": \"thing/1\"}";
        schedule(clinic, "trail-first", reminder(clinic, patient, about));

        var refused = schedule(clinic, "trail-second", reminder(clinic, patient, about));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(get("/api/v1/comm/requests/" + refused.at("/request_id"), core(clinic))
                        .at("/decision/reason"))
                .isEqualTo("duplicate-contact");
    }

    @Test
    void auditsWhoAskedInBulk() {
        var item = reminder(clinic, patient, ", \"idempotency_key\": \"trail-bulk-1\"");

        var reply = post("/api/v1/comm/schedule/bulk", core(clinic), null, "{\"requests\": [" + item + "]}");

        var entry = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> Objects.equals(each.patientId(), patient)
                        && "requested".equals(each.details().get("step")));
        assertThat(entry.actor()).isNotEqualTo("orchestrator-service");
        assertThat(entry.details()).containsEntry("request_id", reply.at("/results/0/request_id"));
    }

    @Test
    void auditsWhoRehearses() {
        schedule(clinic, "trail-rehearsal", reminder(clinic, patient, ", \"dry_run\": true"));

        await("rehearsal", AuditAction.ACCESS);
    }

    @Test
    void answersTheSameAfterTheMessageHasExpired() {
        var body = reminder(
                clinic, patient, ", \"send_at\": \"2026-03-02T15:30:00Z\", \"expires_at\": \"2026-03-02T18:00:00Z\"");
        var item = body.replaceFirst("\\}$", ", \"idempotency_key\": \"trail-late-2\"}");
        var first = schedule(clinic, "trail-late-1", body);
        var bulk = bulk(item);

        clock.advance(Duration.ofHours(6));

        assertThat(schedule(clinic, "trail-late-1", body).body()).isEqualTo(first.body());
        assertThat(bulk(item).at("/results/0/request_id")).isEqualTo(bulk.at("/results/0/request_id"));
        assertThat(schedule(clinic, "trail-late-3", body).problem()).isEqualTo("expired");
    }

    @Test
    void sendsAtOnceWhatMayBeSentSinceLongAgo() {
        var reply = schedule(
                clinic, "trail-since", reminder(clinic, patient, ", \"not_before\": \"2026-02-20T15:00:00Z\""));

        assertThat(reply.status()).isEqualTo(201);
    }

    private Reply bulk(String item) {
        return post("/api/v1/comm/schedule/bulk", core(clinic), null, "{\"requests\": [" + item + "]}");
    }

    private AuditRecorded await(String resource, AuditAction action) {
        return kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> Objects.equals(each.patientId(), patient)
                        && each.action() == action
                        && resource.equals(each.details().get("resource")));
    }
}
