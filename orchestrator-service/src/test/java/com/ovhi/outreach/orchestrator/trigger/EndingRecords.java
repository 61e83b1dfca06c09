package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.PatientDeceased;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Patients with visits, whose records end: they have died, or have another one. */
abstract class EndingRecords extends OneClinic {

    static final String MORNING = "2026-03-12T09:30:00-04:00";
    static final String AFTERNOON = "2026-03-12T14:00:00-04:00";
    static final String NEXT_DAY = "2026-03-13T14:00:00-04:00";

    /** When a patient is reminded of a visit in the morning. */
    static final List<String> REMINDERS = List.of("2026-03-09T13:30:00Z", "2026-03-11T13:30:00Z");

    final SettableClock clock;

    EndingRecords(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            SettableClock clock,
            int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        this.clock = clock;
    }

    @AfterEach
    void turnBackTheClock() {
        clock.set(SettableClock.START);
    }

    void die(long who) {
        kafka.publish(
                Topics.OVHI_PATIENT, Long.toString(who), "patient.deceased", new PatientDeceased(who, clinic.id()));
    }

    long stands(long record) {
        return jdbc.sql(
                        "SELECT COALESCE(merged_into, patient_id) FROM patients WHERE organization_id = ? AND patient_id = ?")
                .params(clinic.id(), record)
                .query(Long.class)
                .single();
    }

    void merge(long from, long into) {
        kafka.publish(
                Topics.OVHI_PATIENT, Long.toString(from), "patient.merged", new PatientMerged(from, clinic.id(), into));
    }

    long book(long of, int version, String start) {
        var visit = Clinic.number();
        clinic.book("appointment.booked", visit, version, of, start);
        return visit;
    }

    /** Waits until there are so many jobs of each patient and status and no others. */
    void awaitJobs(Tuple... expected) {
        await().untilAsserted(() -> assertThat(jobsByPatient()).containsExactlyInAnyOrder(expected));
    }

    void awaitReminders(long of, int count) {
        await().untilAsserted(() -> assertThat(reminders(of)).hasSize(count));
    }

    private List<Tuple> jobsByPatient() {
        return jdbc.sql("""
                        SELECT patient_id, status, COUNT(*) AS jobs FROM comm_jobs WHERE organization_id = ?
                        GROUP BY patient_id, status""")
                .param(clinic.id())
                .query((row, _) -> tuple(row.getLong("patient_id"), row.getString("status"), row.getLong("jobs")))
                .list();
    }

    /** When the reminders that wait for a patient are to be sent. */
    List<String> reminders(long of) {
        return jdbc.sql("""
                        SELECT scheduled_at FROM comm_jobs
                        WHERE patient_id = ? AND purpose = 'appt_reminder' AND status = 'queued' ORDER BY scheduled_at""")
                .param(of)
                .query((row, _) -> row.getTimestamp("scheduled_at").toInstant().toString())
                .list();
    }
}
