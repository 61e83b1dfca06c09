package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** News that corrects what a patient was told, under the usual caps, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class CorrectionTests extends OneClinic {

    CorrectionTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
    }

    private static final String BEFORE = "2026-03-12T09:30:00-04:00";
    private static final Instant SENT = SettableClock.START.plusSeconds(5);
    private static final String AFTER = "2026-03-12T14:00:00-04:00";

    private final long appointment = Clinic.number();

    @Override
    protected Clinic newClinic() {
        return usualClinic();
    }

    @Test
    void tellsAMoveAtOnceAlthoughTheDayHasItsMessage() {
        told(1, BEFORE);

        clinic.book("appointment.moved", appointment, 2, patient, AFTER);

        var moved = confirmation(2);
        assertThat(moved.dueAt()).isEqualTo(SettableClock.START);
        var decision = get("/api/v1/comm/jobs/" + moved.jobId(), core(clinic));
        assertThat(decision.json().at("/decision/judgements").toString()).contains("\"kind\":\"correction\"");
        kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> moved.jobId().toString().equals(each.details().get("job_id"))
                        && "correction".equals(each.details().get("allowance")));
    }

    /** However many records a patient has, they were told. */
    @Test
    void correctsWhatWasToldUnderARecordThatWasGivenUp() {
        told(1, BEFORE);
        var stays = clinic.patient();
        kafka.publish(
                Topics.OVHI_PATIENT,
                Long.toString(patient),
                "patient.merged",
                new PatientMerged(patient, clinic.id(), stays));
        await().until(() -> jdbc.sql("SELECT COUNT(*) FROM appointments WHERE patient_id = ?")
                        .param(stays)
                        .query(Integer.class)
                        .single()
                == 1);

        clinic.book("appointment.moved", appointment, 2, patient, AFTER);

        var moved = confirmation(2);
        assertThat(moved.patientId()).isEqualTo(stays);
        assertThat(get("/api/v1/comm/jobs/" + moved.jobId(), core(clinic))
                        .json()
                        .at("/decision/judgements")
                        .toString())
                .contains("\"kind\":\"correction\"");
    }

    @Test
    void isNoCorrectionWhenNobodyWasToldOtherwise() {
        var other = Clinic.number();
        clinic.book("appointment.booked", other, 1, patient, "2026-03-20T09:30:00-04:00");
        accept(job("appointment/" + other, 1));
        clinic.book("appointment.booked", appointment, 2, patient, BEFORE);

        assertThat(confirmation(2).dueAt()).isEqualTo(SENT.plus(Duration.ofDays(1)));
    }

    @Test
    void hasAnAllowanceOfItsOwnThatEndsToo() {
        told(1, BEFORE);
        for (var version = 2; version <= 4; version++) {
            told(version, version % 2 == 0 ? AFTER : BEFORE);
        }

        clinic.book("appointment.moved", appointment, 5, patient, BEFORE);

        assertThat(confirmation(5).dueAt()).isEqualTo(SENT.plus(Duration.ofDays(1)));
    }

    private void told(int version, String start) {
        clinic.book("appointment.moved", appointment, version, patient, start);
        accept(job("appointment/" + appointment, version));
    }

    private void accept(UUID job) {
        deliveries.report(job, DeliveryState.ACCEPTED, null, "none", 1);
        await().untilAsserted(() -> assertThat(status(job)).isEqualTo("sent"));
    }

    private ContactDue confirmation(int version) {
        return deliveries.due(job("appointment/" + appointment, version));
    }

    private UUID job(String subject, int version) {
        return kafka.await(
                        Topics.JOB,
                        JobChanged.class,
                        each -> subject.equals(each.subjectRef())
                                && each.purpose() == Purpose.APPT_CONFIRM
                                && Objects.equals(each.subjectVersion(), version))
                .jobId();
    }
}
