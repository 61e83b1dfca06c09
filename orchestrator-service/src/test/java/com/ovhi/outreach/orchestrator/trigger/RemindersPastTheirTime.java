package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactMoved;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A clinic one of whose reminders is past its time, and what tests do with it. */
abstract class RemindersPastTheirTime extends OneClinic {

    static final String EVENING = "2026-03-12T17:00:00-04:00";
    static final String MORNING = "2026-03-12T08:15:00-04:00";
    static final String SOON_AFTER = "2026-03-12T08:45:00-04:00";
    static final String AFTERNOON = "2026-03-12T14:00:00-04:00";
    static final Instant DUE = Instant.parse("2026-03-11T12:15:00Z");

    final SettableClock clock;

    RemindersPastTheirTime(
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

    /** The scheduler holds a reminder, and this service knows. */
    void heldForHours(UUID job) {
        kafka.publish(
                Topics.DELIVERY,
                job.toString(),
                new ContactMoved(
                        job, clinic.id(), patient, DUE.plusSeconds(18_000), "window-closed", DUE.plusSeconds(1)));
        await().untilAsserted(() -> assertThat(
                        get("/api/v1/comm/jobs/" + job, core(clinic)).at("/job/moved/reason"))
                .isEqualTo("window-closed"));
    }

    long book(String start) {
        var appointment = Clinic.number();
        clinic.book("appointment.booked", appointment, 1, patient, start);
        return appointment;
    }

    /** The reminder of the day before, one hour after its time; the earlier one was sent. */
    UUID pastItsTime() {
        awaitWaiting(2);
        var reminders = reminders("queued");
        clock.set(DUE.plusSeconds(3_600));
        report(reminders.getFirst(), DeliveryState.ACCEPTED, null, null);
        awaitJob(reminders.getFirst(), Milestone.SENT);
        return reminders.getLast();
    }

    void awaitWaiting(int count) {
        await().untilAsserted(() -> assertThat(reminders("queued")).hasSize(count));
    }

    void awaitCancelled(UUID job) {
        awaitJob(job, Milestone.CANCELLED);
        assertThat(status(job)).isEqualTo(JobStatus.CANCELLED.code());
    }

    /** The visits of the reminders that wait. */
    List<@Nullable String> waiting() {
        return jdbc.sql("""
                        SELECT subject_ref FROM comm_jobs
                        WHERE organization_id = ? AND purpose = 'appt_reminder' AND status = 'queued'""").param(clinic.id()).query(String.class).list();
    }

    List<@Nullable String> statuses() {
        return jdbc.sql("SELECT status FROM comm_jobs WHERE organization_id = ? AND purpose = 'appt_reminder'")
                .param(clinic.id())
                .query(String.class)
                .list();
    }

    /** In the order of their times. */
    List<UUID> reminders(String status) {
        return jdbc.sql("""
                        SELECT id FROM comm_jobs
                        WHERE organization_id = ? AND purpose = 'appt_reminder' AND status = ? ORDER BY scheduled_at""").params(clinic.id(), status).query(String.class).list().stream()
                .map(UUID::fromString)
                .toList();
    }

    int undecided() {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE awaited = ? AND state = 'waiting'")
                .param("patient/" + clinic.id() + "/" + patient)
                .query(Integer.class)
                .single();
    }

    /** Waits until nothing is looked for or decided any more. */
    void settled() {
        var visit = book("2026-03-25T08:15:00-04:00");
        await().untilAsserted(() -> assertThat(
                        jdbc.sql("SELECT COUNT(*) FROM comm_jobs WHERE organization_id = ? AND subject_ref = ?")
                                .params(clinic.id(), "appointment/" + visit)
                                .query(Integer.class)
                                .single())
                .isEqualTo(3));
        await().untilAsserted(
                        () -> assertThat(jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE event_id LIKE 'untold/%'")
                                        .query(Integer.class)
                                        .single())
                                .isZero());
        clinic.close("appointment.cancelled", visit, 2, patient);
        await().untilAsserted(() -> assertThat(
                        jdbc.sql("SELECT COUNT(*) FROM comm_jobs WHERE organization_id = ? AND subject_ref = ?"
                                        + " AND status = 'queued'")
                                .params(clinic.id(), "appointment/" + visit)
                                .query(Integer.class)
                                .single())
                .isZero());
    }

    void report(UUID job, DeliveryState state, @Nullable FailureClass failure, @Nullable String code) {
        var due = kafka.await(
                Topics.SCHEDULE, ContactDue.class, each -> each.jobId().equals(job));
        kafka.publish(
                Topics.DELIVERY,
                job.toString(),
                new DeliveryReported(
                        job,
                        clinic.id(),
                        patient,
                        due.channel(),
                        1,
                        state,
                        null,
                        failure,
                        code,
                        null,
                        false,
                        clock.instant()));
    }
}
