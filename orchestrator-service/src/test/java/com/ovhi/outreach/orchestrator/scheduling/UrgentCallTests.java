package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who may pass a patient's quiet hours, and why, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class UrgentCallTests extends RunningOrchestrator {

    private Clinic clinic;
    private long patient;

    UrgentCallTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        clinic = clinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = clinic().open();
        patient = clinic.patient();
    }

    @Test
    void wakesNobodyForAReminder() {
        var urgent = ", \"is_urgent\": true, \"urgent_reason\": \"clinical\"";

        assertThat(schedule(clinic, "urgent-reminder", reminder(clinic, patient, urgent))
                        .problem())
                .isEqualTo("urgent-not-allowed");
        assertThat(schedule(
                                clinic,
                                "urgent-confirmation",
                                reminder(clinic, patient, urgent).replace("appt_reminder", "appt_confirm"))
                        .problem())
                .isEqualTo("urgent-not-allowed");
    }

    @Test
    void needsAReasonAndKeepsIt() {
        assertThat(urgent("no-reason-1", "").problem()).isEqualTo("invalid-request");
        assertThat(urgent("no-reason-2", ", \"urgent_reason\": \"because\"").problem())
                .isEqualTo("unreadable-request");

        var reply = urgent("reason-0001", ", \"urgent_reason\": \"clinical\"");

        assertThat(reply.status()).isEqualTo(201);
        var job = get("/api/v1/comm/jobs/" + reply.at("/job_id"), core(clinic));
        assertThat(job.json().at("/decision/judgements").toString()).contains("\"override_reason\":\"clinical\"");
        var entry = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> reply.at("/job_id").equals(each.details().get("job_id"))
                        && "scheduled".equals(each.details().get("step")));
        assertThat(entry.details()).containsEntry("override_reason", "clinical");
        assertThat(entry.actor()).isNotEqualTo("orchestrator-service");
    }

    @Test
    void isNotForCampaigns() {
        var body = body(", \"urgent_reason\": \"clinical\"");

        var single =
                post("/api/v1/comm/schedule", tokens.bearer(clinic.id(), "campaign-manager"), "urgent-campaign", body);
        var bulk = post(
                "/api/v1/comm/schedule/bulk",
                tokens.bearer(clinic.id(), "campaign-manager"),
                null,
                "{\"requests\": ["
                        + body(", \"urgent_reason\": \"clinical\", \"idempotency_key\": \"urgent-bulk-1\"")
                        + "]}");

        assertThat(single.problem()).isEqualTo("urgent-not-allowed");
        assertThat(bulk.at("/results/0/type")).endsWith("urgent-not-allowed");
    }

    private Reply urgent(String key, String more) {
        return schedule(clinic, key, body(more));
    }

    private String body(String more) {
        return reminder(clinic, patient, more).replace("appt_reminder", "urgent");
    }
}
