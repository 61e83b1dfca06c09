package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.PatientDeceased;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Records that end: the patient has died, or has another one. Against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class MergedRecordTests extends OneClinic {

    private static final String MORNING = "2026-03-12T09:30:00-04:00";
    private static final String AFTERNOON = "2026-03-12T14:00:00-04:00";
    private static final String NEXT_DAY = "2026-03-13T14:00:00-04:00";

    private final SettableClock clock;

    MergedRecordTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        this.clock = clock;
    }

    @AfterEach
    void turnBackTheClock() {
        clock.set(SettableClock.START);
    }

    @Test
    void theVisitsOfARecordThatIsGivenUpAreToldToTheOneThatStays() {
        book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L));
        var stays = clinic.patient();

        merge(patient, stays);

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "queued", 3L));
        assertThat(jdbc.sql("SELECT COUNT(*) FROM appointments WHERE organization_id = ? AND patient_id = ?")
                        .params(clinic.id(), patient)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void alsoTheNewsOfThemThatWasNotDueYet() {
        book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L));
        var stays = clinic.patient();
        clock.set(SettableClock.START.minus(Duration.ofHours(1)));

        merge(patient, stays);

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "queued", 3L));
    }

    @Test
    void visitsOfOneDayBecomeOneReminder() {
        var stays = clinic.patient();
        book(stays, 1, AFTERNOON);
        book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L), tuple(stays, "queued", 3L));

        merge(patient, stays);

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "cancelled", 2L), tuple(stays, "queued", 4L));
        assertThat(Neighbours.renderings(clinic.name()))
                .anySatisfy(
                        each -> assertThat(each.variables().get("visit_time")).contains("09:30", ",", "14:00"));
    }

    /** OVHI core may go on naming the record that was given up, and its events have topics of their own. */
    @Test
    void whatIsToldOfTheFormerRecordAfterwardsIsAboutTheOther() {
        var stays = clinic.patient();
        var visit = book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L));
        merge(patient, stays);
        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "queued", 3L));

        clinic.book("appointment.moved", visit, 2, patient, NEXT_DAY);

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "cancelled", 3L), tuple(stays, "queued", 3L));
        clinic.close("appointment.cancelled", visit, 3, patient);
        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "cancelled", 6L));
    }

    @Test
    void waitsForTheRecordThatStays() {
        book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L));
        var stays = Clinic.number();

        merge(patient, stays);
        awaitJobs(tuple(patient, "cancelled", 3L));
        Neighbours.prefers(clinic.preferences(stays, true));
        clinic.register(stays, "en");

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "queued", 3L));
    }

    @Test
    void mergesMayFollowEachOtherInAnyOrderButInNoCircle() {
        var second = clinic.patient();
        var last = clinic.patient();
        book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L));

        merge(second, last);
        await().until(() -> stands(second) == last);
        merge(patient, second);
        await().until(() -> stands(patient) == last);
        merge(last, patient);
        merge(patient, second);

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(last, "queued", 3L));
        book(second, 1, NEXT_DAY);
        awaitJobs(tuple(patient, "cancelled", 3L), tuple(last, "queued", 6L));
        assertThat(stands(last)).isEqualTo(last);
    }

    @Test
    void nothingMoreWaitsForThePatientWhoDied() {
        book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L));
        var other = clinic.patient();
        book(other, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L), tuple(other, "queued", 3L));

        die(patient);

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(other, "queued", 3L));
        var decidedBefore = schedule(clinic, "departed-" + patient, reminder(clinic, patient, ""));
        assertThat(decidedBefore.problem())
                .as("whatever the preferences of the moment before said")
                .isEqualTo("contact-not-allowed");
        awaitJobs(tuple(patient, "cancelled", 3L), tuple(other, "queued", 3L));
    }

    /** A day before that time a booking would leave it out, but nobody has just been told of this visit. */
    @Test
    void remindersThatAreDueSoonAreStillToCome() {
        book(patient, 1, "2026-03-22T09:30:00-04:00");
        awaitJobs(tuple(patient, "queued", 3L));
        sendWhatIsDueBefore("2026-03-18T17:30:00Z");
        var stays = clinic.patient();

        merge(patient, stays);

        await().untilAsserted(() ->
                assertThat(reminders(stays)).containsExactly("2026-03-19T13:30:00Z", "2026-03-21T13:30:00Z"));
        assertThat(reminders(patient)).isEmpty();
    }

    @Test
    void aReminderThatIsDueBecomesOneWithThatOfTheOtherRecord() {
        var stays = clinic.patient();
        book(stays, 1, AFTERNOON);
        book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L), tuple(stays, "queued", 3L));
        sendWhatIsDueBefore("2026-03-11T13:31:00Z", "1d");

        merge(patient, stays);

        await().untilAsserted(() -> assertThat(Neighbours.renderings(clinic.name()))
                .anySatisfy(
                        each -> assertThat(each.variables().get("visit_time")).contains("09:30", ",", "14:00")));
        await().untilAsserted(() -> assertThat(reminders(stays)).hasSize(1));
        await().during(Duration.ofMillis(700))
                .untilAsserted(() -> assertThat(reminders(stays)).hasSize(1));
        assertThat(reminders(patient)).isEmpty();
    }

    /** Time passes, and all that is due is sent, but what is named. */
    private void sendWhatIsDueBefore(String time, String... but) {
        clock.set(Instant.parse(time));
        jdbc
                .sql("""
                        SELECT job.id, slot.occasion_key FROM comm_jobs job JOIN contact_slots slot ON slot.id = job.slot_id
                        WHERE job.organization_id = ? AND job.status = 'queued' AND job.scheduled_at < ?""")
                .params(clinic.id(), Timestamp.from(clock.instant()))
                .query((row, _) -> Map.entry(row.getString("id"), row.getString("occasion_key")))
                .list()
                .stream()
                .filter(each -> Stream.of(but).noneMatch(name -> each.getValue().endsWith("/" + name)))
                .map(each -> UUID.fromString(each.getKey()))
                .forEach(job -> {
                    deliveries.report(job, DeliveryState.ACCEPTED, null, "", 1);
                    await().untilAsserted(() -> assertThat(jdbc.sql("SELECT status FROM comm_jobs WHERE id = ?")
                                    .param(job.toString())
                                    .query(String.class)
                                    .single())
                            .isEqualTo("sent"));
                });
    }

    /** When those that wait for a patient are to be sent. */
    private List<String> reminders(long of) {
        return jdbc.sql("""
                        SELECT scheduled_at FROM comm_jobs
                        WHERE patient_id = ? AND purpose = 'appt_reminder' AND status = 'queued' ORDER BY scheduled_at""")
                .param(of)
                .query((row, _) -> row.getTimestamp("scheduled_at").toInstant().toString())
                .list();
    }

    @Test
    void whoDiedUnderARecordThatWasGivenUpDiedUnderTheOther() {
        var stays = clinic.patient();
        book(stays, 1, MORNING);
        awaitJobs(tuple(stays, "queued", 3L));
        merge(patient, stays);
        await().until(() -> stands(patient) == stays);

        die(patient);

        awaitJobs(tuple(stays, "cancelled", 3L));
    }

    @Test
    void aRecordThatIsGivenUpAfterADeathTakesTheOtherWithIt() {
        var stays = clinic.patient();
        book(patient, 1, MORNING);
        book(stays, 1, NEXT_DAY);
        awaitJobs(tuple(patient, "queued", 3L), tuple(stays, "queued", 3L));
        die(patient);
        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "queued", 3L));

        merge(patient, stays);

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "cancelled", 3L));
    }

    private void die(long who) {
        kafka.publish(
                Topics.OVHI_PATIENT, Long.toString(who), "patient.deceased", new PatientDeceased(who, clinic.id()));
    }

    private long stands(long record) {
        return jdbc.sql(
                        "SELECT COALESCE(merged_into, patient_id) FROM patients WHERE organization_id = ? AND patient_id = ?")
                .params(clinic.id(), record)
                .query(Long.class)
                .single();
    }

    private void merge(long from, long into) {
        kafka.publish(
                Topics.OVHI_PATIENT, Long.toString(from), "patient.merged", new PatientMerged(from, clinic.id(), into));
    }

    private long book(long of, int version, String start) {
        var visit = Clinic.number();
        clinic.book("appointment.booked", visit, version, of, start);
        return visit;
    }

    /** Waits until there are so many jobs of each patient and status and no others. */
    private void awaitJobs(Tuple... expected) {
        await().untilAsserted(() -> assertThat(jobsByPatient()).containsExactlyInAnyOrder(expected));
    }

    private List<Tuple> jobsByPatient() {
        return jdbc.sql("""
                        SELECT patient_id, status, COUNT(*) AS jobs FROM comm_jobs WHERE organization_id = ?
                        GROUP BY patient_id, status""")
                .param(clinic.id())
                .query((row, _) -> tuple(row.getLong("patient_id"), row.getString("status"), row.getLong("jobs")))
                .list();
    }
}
