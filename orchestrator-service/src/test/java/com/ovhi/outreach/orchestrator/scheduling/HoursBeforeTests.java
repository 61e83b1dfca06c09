package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The reminder some hours before a visit is sent at its time or not at all, whoever takes over from it, beside that of the day before. Against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class HoursBeforeTests extends OneClinic {

    private static final String VISIT = "2026-03-04T10:00:00-05:00";
    private static final Instant TWO_HOURS_BEFORE = Instant.parse("2026-03-04T13:00:00Z");

    HoursBeforeTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
    }

    @Override
    protected Clinic newClinic() {
        return usualClinic();
    }

    /** Of a visit that was booked after the clinic had ordered it. */
    private UUID reminder() {
        var settings = get("/api/v1/comm/settings", core(clinic)).body();
        assertThat(put(
                                "/api/v1/comm/settings",
                                tokens.bearer(clinic.id(), "ops"),
                                "\"0\"",
                                settings.replace("\"hours_before\":0", "\"hours_before\":2"))
                        .status())
                .isEqualTo(200);
        clinic.book("appointment.booked", Clinic.number(), 1, patient, VISIT);
        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(3));
        return kafka.await(
                        Topics.SCHEDULE,
                        ContactDue.class,
                        each -> each.patientId() == patient && each.dueAt().equals(TWO_HOURS_BEFORE))
                .jobId();
    }

    @Test
    void onAnotherChannel() {
        var job = reminder();

        deliveries.report(job, DeliveryState.EXHAUSTED, FailureClass.RETRY, "30001", 6);

        var next = deliveries.successor(job);

        assertThat(next.channel()).isEqualTo(Channel.EMAIL);
        assertThat(next.dueAt()).isEqualTo(TWO_HOURS_BEFORE);
        assertThat(next.window().notBefore()).isEqualTo(TWO_HOURS_BEFORE);
    }

    /** Also what a caller has asked for: nothing of it leaves before its hour, whoever takes over. */
    @Test
    void norBeforeTheHourThatACallerHasNamed() {
        var evening = Instant.parse("2026-03-05T23:30:00Z");
        var job = UUID.fromString(schedule(
                        clinic,
                        "not-before-" + patient,
                        reminder(clinic, patient, ", \"not_before\": \"" + evening + "\""))
                .at("/job_id"));
        assertThat(deliveries.due(job).window().notBefore()).isEqualTo(evening);

        deliveries.report(job, DeliveryState.EXHAUSTED, FailureClass.RETRY, "30001", 6);

        var next = deliveries.successor(job);
        assertThat(next.channel()).isEqualTo(Channel.EMAIL);
        assertThat(next.window().notBefore()).isEqualTo(evening);
    }

    @Test
    void underTheRecordThatStays() {
        var job = reminder();
        var stays = Clinic.number();

        kafka.publish(
                Topics.OVHI_PATIENT,
                Long.toString(patient),
                "patient.merged",
                new PatientMerged(patient, clinic.id(), stays));
        await().until(() -> "cancelled".equals(status(job)));
        Neighbours.prefers(clinic.preferences(stays, true));
        clinic.register(stays, "en");

        var next = kafka.await(
                Topics.SCHEDULE,
                ContactDue.class,
                each -> each.patientId() == stays && each.dueAt().equals(TWO_HOURS_BEFORE));
        assertThat(next.window().notBefore()).isEqualTo(TWO_HOURS_BEFORE);

        deliveries.report(next.jobId(), DeliveryState.EXHAUSTED, FailureClass.RETRY, "30001", 6);

        var last = kafka.await(
                Topics.SCHEDULE,
                ContactDue.class,
                each -> each.slotId().equals(next.slotId()) && each.channel() == Channel.EMAIL);
        assertThat(last.window().notBefore()).as("of its successor").isEqualTo(TWO_HOURS_BEFORE);
    }
}
