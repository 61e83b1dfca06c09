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
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Days that change when the time of their last reminder has come and nobody knows yet whether it was sent. */
@ServiceTest(schema = "ovhi_orchestrator")
class LateReminderTests extends OneClinic {

    private static final String EVENING = "2026-03-12T17:00:00-04:00";
    private static final String MORNING = "2026-03-12T08:15:00-04:00";
    private static final String SOON_AFTER = "2026-03-12T08:45:00-04:00";
    private static final String AFTERNOON = "2026-03-12T14:00:00-04:00";
    private static final Instant DUE = Instant.parse("2026-03-11T12:15:00Z");

    private final SettableClock clock;

    LateReminderTests(
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
    void remindOnceOfWhatTheDayHasBecomeWhenNothingWasSent() {
        var visit = book(MORNING);
        var late = pastItsTime();
        book(AFTERNOON);
        awaitCancelled(late);
        assertThat(waiting()).as("reminders that may be told twice").isEmpty();

        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");
        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");

        await().untilAsserted(() -> assertThat(waiting()).containsExactly("appointment/" + visit));
        settled();
        assertThat(waiting()).containsExactly("appointment/" + visit);
    }

    @Test
    void remindOfWhatIsLeftOfTheDay() {
        var early = book(MORNING);
        awaitWaiting(2);
        var second = book(SOON_AFTER);
        await().untilAsserted(() ->
                assertThat(statuses()).filteredOn("cancelled"::equals).hasSize(2));
        awaitWaiting(2);
        var late = pastItsTime();

        clinic.close("appointment.cancelled", early, 2, patient);
        awaitCancelled(late);
        assertThat(waiting()).as("reminders that may be told twice").isEmpty();
        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");

        await().untilAsserted(() -> assertThat(waiting()).containsExactly("appointment/" + second));
    }

    @Test
    void tellNobodyTwiceWhoWasToldAfterAll() {
        book(MORNING);
        var late = pastItsTime();
        book(AFTERNOON);
        awaitCancelled(late);

        report(late, DeliveryState.NOT_SENT, FailureClass.RETRY, "an-older-attempt");
        report(late, DeliveryState.ACCEPTED, null, null);

        awaitJob(late, Milestone.SENT);
        settled();
        assertThat(waiting()).isEmpty();
    }

    @Test
    void tellNobodyWhoWantsNoReminderAnyMore() {
        book(MORNING);
        var late = pastItsTime();
        book(AFTERNOON);
        awaitCancelled(late);

        assertThat(cancel(late).at("/cancellation")).isEqualTo("asked-for");
        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");

        await().untilAsserted(() -> assertThat(get("/api/v1/comm/jobs/" + late, core(clinic))
                        .json()
                        .at("/milestones")
                        .has("failed"))
                .isTrue());
        settled();
        assertThat(waiting()).isEmpty();
    }

    /** What a newer plan has asked for is not asked for again, whatever becomes of what an older one had asked for. */
    @Test
    void remindOnceWhenTheDayChangesAgainMeanwhile() {
        var visit = book(MORNING);
        var late = pastItsTime();
        book(AFTERNOON);
        awaitCancelled(late);
        book("2026-03-12T16:00:00-04:00");
        settled();

        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");
        await().untilAsserted(() -> assertThat(waiting()).containsExactly("appointment/" + visit));

        var again = reminders("queued").getFirst();
        book(EVENING);
        awaitCancelled(again);
        report(again, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");

        await().untilAsserted(() -> assertThat(waiting()).containsExactly("appointment/" + visit));
    }

    /** What a plan in between has asked for was sent, though the newest has asked for nothing. */
    @Test
    void tellNobodyTwiceWhoWasToldByAPlanInBetween() {
        var visit = book(MORNING);
        var late = pastItsTime();
        book(AFTERNOON);
        awaitCancelled(late);
        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");
        await().untilAsserted(() -> assertThat(waiting()).containsExactly("appointment/" + visit));
        var between = reminders("queued").getFirst();
        report(between, DeliveryState.ACCEPTED, null, null);
        awaitJob(between, Milestone.SENT);
        book(EVENING);
        settled();

        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");
        settled();

        assertThat(waiting()).isEmpty();
    }

    @Test
    void areAskedForAgainAtOnceWhenTheSchedulerIsKnownToHoldThem() {
        var visit = book(MORNING);
        var late = pastItsTime();
        heldForHours(late);

        book(AFTERNOON);
        awaitCancelled(late);
        await().untilAsserted(() -> assertThat(waiting()).containsExactly("appointment/" + visit));

        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");
        settled();
        assertThat(waiting()).containsExactly("appointment/" + visit);
    }

    /** A worker has had it before, so it does not count as waiting; and the scheduler has it for later. */
    @Test
    void areAskedForAgainWhenAnAttemptOfThemHadFailedBefore() {
        var visit = book(MORNING);
        var late = pastItsTime();
        report(late, DeliveryState.UNKNOWN, null, "timeout");
        report(late, DeliveryState.NOT_SENT, FailureClass.RETRY, "not-found-at-provider");
        heldForHours(late);

        book(AFTERNOON);
        awaitCancelled(late);
        report(late, DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");

        await().untilAsserted(() -> assertThat(waiting()).containsExactly("appointment/" + visit));
    }

    @Test
    void areAskedForAgainWhenTheyWereNotEvenDecided() {
        Neighbours.unknown(patient);
        var visit = book(MORNING);
        await().untilAsserted(() -> assertThat(undecided()).isEqualTo(3));
        clock.set(DUE.plusSeconds(3_600));
        book(AFTERNOON);
        await().untilAsserted(() -> assertThat(undecided()).isEqualTo(5));

        Neighbours.prefers(clinic.preferences(patient, true));

        await().untilAsserted(() -> assertThat(undecided()).isZero());
        assertThat(waiting()).containsExactly("appointment/" + visit);
    }

    /** The scheduler holds a reminder, and this service knows. */
    private void heldForHours(UUID job) {
        kafka.publish(
                Topics.DELIVERY,
                job.toString(),
                new ContactMoved(
                        job, clinic.id(), patient, DUE.plusSeconds(18_000), "window-closed", DUE.plusSeconds(1)));
        await().untilAsserted(() -> assertThat(
                        get("/api/v1/comm/jobs/" + job, core(clinic)).at("/job/moved/reason"))
                .isEqualTo("window-closed"));
    }

    private long book(String start) {
        var appointment = Clinic.number();
        clinic.book("appointment.booked", appointment, 1, patient, start);
        return appointment;
    }

    /** The reminder of the day before, one hour after its time; the earlier one was sent. */
    private UUID pastItsTime() {
        awaitWaiting(2);
        var reminders = reminders("queued");
        clock.set(DUE.plusSeconds(3_600));
        report(reminders.getFirst(), DeliveryState.ACCEPTED, null, null);
        awaitJob(reminders.getFirst(), Milestone.SENT);
        return reminders.getLast();
    }

    private void awaitWaiting(int count) {
        await().untilAsserted(() -> assertThat(reminders("queued")).hasSize(count));
    }

    private void awaitCancelled(UUID job) {
        awaitJob(job, Milestone.CANCELLED);
        assertThat(status(job)).isEqualTo(JobStatus.CANCELLED.code());
    }

    /** The visits of the reminders that wait. */
    private List<@Nullable String> waiting() {
        return jdbc.sql("""
                        SELECT subject_ref FROM comm_jobs
                        WHERE organization_id = ? AND purpose = 'appt_reminder' AND status = 'queued'""").param(clinic.id()).query(String.class).list();
    }

    private List<@Nullable String> statuses() {
        return jdbc.sql("SELECT status FROM comm_jobs WHERE organization_id = ? AND purpose = 'appt_reminder'")
                .param(clinic.id())
                .query(String.class)
                .list();
    }

    /** In the order of their times. */
    private List<UUID> reminders(String status) {
        return jdbc.sql("""
                        SELECT id FROM comm_jobs
                        WHERE organization_id = ? AND purpose = 'appt_reminder' AND status = ? ORDER BY scheduled_at""").params(clinic.id(), status).query(String.class).list().stream()
                .map(UUID::fromString)
                .toList();
    }

    private int undecided() {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE awaited = ? AND state = 'waiting'")
                .param("patient/" + clinic.id() + "/" + patient)
                .query(Integer.class)
                .single();
    }

    /** Waits until nothing is looked for or decided any more. */
    private void settled() {
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

    private void report(UUID job, DeliveryState state, @Nullable FailureClass failure, @Nullable String code) {
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
