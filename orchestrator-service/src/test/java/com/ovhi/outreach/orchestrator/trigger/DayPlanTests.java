package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Visits of one day that change faster than their reminders are decided, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class DayPlanTests extends RunningOrchestrator {

    private static final String EARLY = "2026-03-12T08:15:00-04:00";
    private static final String LATE = "2026-03-12T09:30:00-04:00";
    private static final String AFTERNOON = "2026-03-12T14:00:00-04:00";

    private final JdbcClient jdbc;
    private final SettableClock clock;
    private Clinic clinic;
    private long patient;

    DayPlanTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.jdbc = jdbc;
        this.clock = clock;
        clinic = clinic();
    }

    /** Until preference-service knows the patient, requests wait. */
    @BeforeEach
    void openClinic() {
        clinic = clinic().open();
        patient = clinic.patient();
        Neighbours.unknown(patient);
    }

    @AfterEach
    void turnBackTheClock() {
        clock.set(SettableClock.START);
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

    @Test
    void remindsOfADayThatAnotherVisitJoinsWhileItsLastReminderIsHeldBack() {
        var early = heldBack(EARLY);
        pass("2026-03-11T15:00:00Z");

        clinic.book("appointment.booked", Clinic.number(), 1, patient, AFTERNOON);

        awaitReminder(early, 1);
    }

    @Test
    void remindsOfWhatIsLeftOfADayWhoseLastReminderIsHeldBack() {
        var early = heldBack(EARLY);
        var late = Clinic.number();
        clinic.book("appointment.booked", late, 1, patient, AFTERNOON);
        await().untilAsserted(() -> {
            assertThat(reminders("cancelled")).hasSize(2);
            assertThat(reminders("queued")).hasSize(2);
        });
        pass("2026-03-11T19:00:00Z");

        clinic.close("appointment.cancelled", early, 2, patient);

        awaitReminder(late, 2);
    }

    @Test
    void remindsUnderTheRecordThatStaysOfADayWhoseLastReminderIsHeldBack() {
        var visit = heldBack(EARLY);
        pass("2026-03-11T15:00:00Z");
        var stays = clinic.patient();

        kafka.publish(
                Topics.OVHI_PATIENT,
                Long.toString(patient),
                "patient.merged",
                new PatientMerged(patient, clinic.id(), stays));

        await().untilAsserted(() -> assertThat(remindersOf(stays)).containsExactly("appointment/" + visit));
        assertThat(remindersOf(patient)).isEmpty();
    }

    @Test
    void remindsOfWhatIsLeftOfADayWhenAVisitGetsAnotherPatient() {
        Neighbours.prefers(clinic.preferences(patient, true));
        var early = Clinic.number();
        var late = Clinic.number();
        clinic.book("appointment.booked", early, 1, patient, EARLY);
        clinic.book("appointment.booked", late, 1, patient, AFTERNOON);
        await().untilAsserted(() ->
                assertThat(remindersOf(patient)).containsExactly("appointment/" + early, "appointment/" + early));
        var other = clinic.patient();

        clinic.book("appointment.moved", early, 2, other, EARLY);

        await().untilAsserted(() -> {
            assertThat(remindersOf(patient)).containsExactly("appointment/" + late, "appointment/" + late);
            assertThat(remindersOf(other)).containsExactly("appointment/" + early, "appointment/" + early);
        });
    }

    private List<@Nullable String> remindersOf(long whom) {
        return jdbc.sql("""
                        SELECT subject_ref FROM comm_jobs
                        WHERE patient_id = ? AND purpose = 'appt_reminder' AND status = 'queued'""").param(whom).query(String.class).list();
    }

    /** A visit whose reminder of the day before has to wait, because the patient gets other messages the day before. */
    private long heldBack(String start) {
        clinic = usualClinic();
        assertThat(settings(clinic, 2, 20, 7, 3).status()).isEqualTo(200);
        clinic.open();
        patient = clinic.patient();
        for (var at : List.of("2026-03-10T20:00:00Z", "2026-03-10T20:30:00Z")) {
            var other =
                    reminder(clinic, patient, ", \"send_at\": \"" + at + "\"").replace("appt_reminder", "lab_ready");
            assertThat(schedule(clinic, "other-" + Clinic.number(), other).status())
                    .isEqualTo(201);
        }
        var visit = Clinic.number();
        clinic.book("appointment.booked", visit, 1, patient, start);
        await().untilAsserted(() -> assertThat(jdbc.sql("""
                                SELECT subject_ref FROM comm_jobs
                                WHERE organization_id = ? AND purpose = 'appt_reminder' AND scheduled_at = ?""")
                        .params(clinic.id(), Timestamp.from(Instant.parse("2026-03-11T20:00:00Z")))
                        .query(String.class)
                        .list())
                .containsExactly("appointment/" + visit));
        return visit;
    }

    /** Time passes, and what was due is sent, also what was called off. */
    private void pass(String time) {
        clock.set(Instant.parse(time));
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT COUNT(*) FROM outbox WHERE sent = 0")
                        .query(Integer.class)
                        .single())
                .as("what is not published yet")
                .isZero());
        kafka.events(Topics.SCHEDULE, ContactDue.class).stream()
                .filter(each -> each.organizationId() == clinic.id())
                .filter(each -> each.dueAt().isBefore(clock.instant()))
                .map(each -> new DeliveryReported(
                        each.jobId(),
                        clinic.id(),
                        patient,
                        each.channel(),
                        1,
                        DeliveryState.ACCEPTED,
                        null,
                        null,
                        null,
                        null,
                        false,
                        each.dueAt()))
                .forEach(each -> kafka.publish(Topics.DELIVERY, String.valueOf(each.jobId()), each));
        await().untilAsserted(() -> assertThat(jdbc.sql("""
                                SELECT COUNT(*) FROM comm_jobs
                                WHERE organization_id = ? AND status = 'queued' AND scheduled_at < ?""")
                        .params(clinic.id(), Timestamp.from(clock.instant()))
                        .query(Integer.class)
                        .single())
                .isZero());
    }

    /** Waits until a reminder of a visit waits and no other, after so many were called off. */
    private void awaitReminder(long visit, int cancelled) {
        await().untilAsserted(() -> {
            assertThat(reminders("cancelled")).hasSize(cancelled);
            assertThat(reminders("queued")).containsExactly("appointment/" + visit);
        });
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
