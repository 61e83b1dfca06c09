package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Visits of one day that change faster than their reminders are decided, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class DayPlanTests extends RunningOrchestrator {

    private static final String EARLY = "2026-03-12T08:15:00-04:00";
    private static final String LATE = "2026-03-12T09:30:00-04:00";

    private final JdbcClient jdbc;
    private Clinic clinic;
    private long patient;

    DayPlanTests(
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

    /** Until preference-service knows the patient, requests wait. */
    @BeforeEach
    void openClinic() {
        clinic = clinic().open();
        patient = clinic.patient();
        Neighbours.unknown(patient);
    }

    @Test
    void remindsOnceOfVisitsThatWereBookedTogether() {
        var late = Clinic.number();
        var early = Clinic.number();
        clinic.book("appointment.booked", late, 1, patient, LATE);
        clinic.book("appointment.booked", early, 1, patient, EARLY);
        awaitWaiting(6);

        Neighbours.prefers(clinic.preferences(patient, true));

        awaitWaiting(0);
        assertThat(reminders("queued")).containsExactly("appointment/" + early, "appointment/" + early);
        assertThat(superseded()).isEqualTo(2);
    }

    @Test
    void remindsOfWhatIsLeftOfADay() {
        var late = Clinic.number();
        var early = Clinic.number();
        clinic.book("appointment.booked", early, 1, patient, EARLY);
        clinic.book("appointment.booked", late, 1, patient, LATE);
        clinic.close("appointment.cancelled", late, 2, patient);
        awaitWaiting(8);

        Neighbours.prefers(clinic.preferences(patient, true));

        awaitWaiting(0);
        assertThat(reminders("queued")).containsExactly("appointment/" + early, "appointment/" + early);
        assertThat(superseded()).isEqualTo(5);
    }

    private void awaitWaiting(int requests) {
        await().untilAsserted(() -> assertThat(
                        jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE awaited = ? AND state = 'waiting'")
                                .param("patient/" + clinic.id() + "/" + patient)
                                .query(Integer.class)
                                .single())
                .isEqualTo(requests));
    }

    private List<@Nullable String> reminders(String status) {
        return jdbc.sql("""
                        SELECT subject_ref FROM comm_jobs
                        WHERE organization_id = ? AND purpose = 'appt_reminder' AND status = ?""").params(clinic.id(), status).query(String.class).list();
    }

    private int superseded() {
        return jdbc.sql("SELECT COUNT(*) FROM decisions WHERE organization_id = ? AND reason = 'subject-superseded'")
                .param(clinic.id())
                .query(Integer.class)
                .single();
    }
}
