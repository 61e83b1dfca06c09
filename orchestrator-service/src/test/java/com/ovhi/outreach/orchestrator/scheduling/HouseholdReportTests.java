package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AppointmentCommand;
import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactMoved;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.common.time.UtcTime;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.PreferencesLike;
import com.ovhi.outreach.orchestrator.job.Contacts;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Instant;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several patients who were to be told together: what becomes of it, and what each of them is told then. */
@ServiceTest(schema = "ovhi_orchestrator")
class HouseholdReportTests extends OneHousehold {

    HouseholdReportTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            Contacts contacts,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, contacts, clock, port);
    }

    @Test
    void areNotSilencedByARefusalOfWhoSpokeForThem() {
        together();
        var speaker = reminders("together", "queued").getFirst();
        Neighbours.prefers(at(clinic.preferences(child, false), mother));
        report(speaker.due(), DeliveryState.NOT_SENT, FailureClass.REFUSED, "opted-out");
        awaitReminders("alone cancelled", 2, "alone queued", 1, "together failed", 1, "together queued", 1);
        assertThat(reminders("alone", "queued")).extracting(Reminder::patient).containsExactly(mother);
    }

    @Test
    void areShownToAPersonWhenTheyCanBeToldNeitherTogetherNorAlone() {
        var own = toldNeitherTogetherNorAlone();

        assertThat(deadLetters()).containsExactly(tuple(own.due().jobId().toString(), "open", "contact-not-allowed"));
    }

    @Test
    void areToldAloneWhenThatPersonHasItTriedOnceMore() {
        var own = toldNeitherTogetherNorAlone();
        Neighbours.prefers(new PreferencesLike(clinic.preferences(mother, true))
                .newer()
                .newer()
                .preferences());

        assertThat(tryAgain().status()).isEqualTo(200);

        await().untilAsserted(() -> assertThat(deadLetters())
                .containsExactly(tuple(own.due().jobId().toString(), "retried", "scheduled")));
        awaitReminders("alone cancelled", 2, "alone queued", 1, "together failed", 1, "together queued", 1);
        assertThat(reminders("alone", "queued")).extracting(Reminder::patient).containsExactly(mother);
    }

    @Test
    void areLeftAloneWhenTheyHaveHadItCalledOffMeanwhile() {
        var own = toldNeitherTogetherNorAlone();
        Neighbours.prefers(new PreferencesLike(clinic.preferences(mother, true))
                .newer()
                .newer()
                .preferences());
        assertThat(post("/api/v1/comm/jobs/" + own.due().jobId() + "/cancel", core(clinic), null, "")
                        .status())
                .isEqualTo(200);

        assertThat(tryAgain().status()).isEqualTo(200);

        await().untilAsserted(() -> assertThat(deadLetters())
                .containsExactly(tuple(own.due().jobId().toString(), "refused", "not-repeatable")));
        awaitReminders("alone cancelled", 2, "together failed", 1, "together queued", 1);
    }

    /** The mother's own reminder: who speaks for her was refused, and nobody may write to her; then somebody looks. */
    private Reminder toldNeitherTogetherNorAlone() {
        together();
        var own = reminders("alone", "cancelled").getFirst();
        var speaker = reminders("together", "queued").getFirst();
        Neighbours.prefers(at(clinic.preferences(child, false), mother));
        Neighbours.prefers(at(clinic.preferences(mother, false), mother));

        report(speaker.due(), DeliveryState.NOT_SENT, FailureClass.REFUSED, "opted-out");

        await().untilAsserted(() -> assertThat(deadLetters()).hasSize(1));
        return own;
    }

    private Reply tryAgain() {
        return post(
                "/api/v1/comm/dlq/reviews",
                tokens.bearer(clinic.id(), "ops"),
                null,
                "{\"action\": \"retry\", \"all\": true}");
    }

    private List<Tuple> deadLetters() {
        return jdbc.sql("SELECT job_id, state, outcome FROM dlq_items WHERE organization_id = ?")
                .param(clinic.id())
                .query((row, n) -> tuple(row.getString("job_id"), row.getString("state"), row.getString("outcome")))
                .list();
    }

    @Test
    void areToldNothingTwiceWhenNobodyKnowsWhetherTheyWereTold() {
        together();
        var speaker = reminders("together", "queued").getFirst();
        report(speaker.due(), DeliveryState.PROCESSING, null, null);
        report(speaker.due(), DeliveryState.UNKNOWN, FailureClass.RETRY, "timeout");
        awaitJob(speaker.due().jobId(), Milestone.UNDER_REVIEW);
        clinic.book("appointment.booked", Clinic.number(), 1, mother, "2026-05-12T09:30:00-04:00");
        awaitReminders("alone cancelled", 2, "alone queued", 2, "together processing", 1, "together queued", 1);
    }

    @Test
    void areToldNothingTwiceWhenAWorkerMayHaveWhatIsCalledOff() {
        var speaker = calledOffWhenDue();
        report(speaker.due(), DeliveryState.NOT_SENT, FailureClass.RETRY, "an-older-attempt");
        report(speaker.due(), DeliveryState.ACCEPTED, null, null);
        awaitJob(speaker.due().jobId(), Milestone.SENT);
        awaitReminders("alone cancelled", 2, "alone queued", 1, "together cancelled", 1, "together sent", 1);
        assertThat(reminders("alone", "cancelled"))
                .allSatisfy(each -> assertThat(replans(each)).isZero());
    }

    @Test
    void areToldAloneOnceWhatIsCalledOffWasHeldBack() {
        var speaker = calledOffWhenDue();
        report(speaker.due(), DeliveryState.NOT_SENT, FailureClass.REFUSED, "cancelled");
        awaitReminders("alone cancelled", 2, "alone queued", 2, "together cancelled", 2);
        assertThat(reminders("alone", "queued")).extracting(Reminder::patient).containsOnly(mother);
        assertThat(kafka.events(Topics.JOB, JobChanged.class))
                .noneMatch(each -> each.jobId().equals(speaker.due().jobId()) && each.milestone() == Milestone.FAILED);
    }

    /** What was to be sent on another day may be under way: it was moved to today. */
    @Test
    void areToldNothingTwiceWhenWhatIsCalledOffWasMovedEarlier() {
        var visit = together();
        var speaker = reminders("together", "queued").getFirst();
        moved(speaker.due(), SettableClock.START.plusSeconds(30));

        clinic.close("appointment.cancelled", visit.childs(), 2, child);

        // The mother's other reminder is told by itself at once.
        awaitReminders("alone cancelled", 2, "alone queued", 1, "together cancelled", 2);
        report(speaker.due(), DeliveryState.ACCEPTED, null, null);
        awaitJob(speaker.due().jobId(), Milestone.SENT);
        awaitReminders("alone cancelled", 2, "alone queued", 1, "together cancelled", 1, "together sent", 1);
        assertThat(reminders("alone", "cancelled"))
                .allSatisfy(each -> assertThat(replans(each)).isZero());
    }

    @Test
    void areNotJoinedByWhomIsTooLateForWhatWasMovedEarlier() {
        book(mother, MORNING);
        awaitReminders("alone queued", 2);
        moved(reminders("alone", "queued").getFirst().due(), SettableClock.START.plusSeconds(30));

        book(child, AFTERNOON);

        awaitReminders("alone cancelled", 1, "alone queued", 2, "together queued", 1);
    }

    private void moved(ContactDue due, Instant to) {
        kafka.publish(
                Topics.DELIVERY,
                due.jobId().toString(),
                new ContactMoved(
                        due.jobId(),
                        clinic.id(),
                        due.patientId(),
                        to,
                        "replanned",
                        SettableClock.START.plusSeconds(1)));
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT due_at FROM comm_jobs WHERE id = ?")
                        .param(due.jobId().toString())
                        .query((row, n) -> UtcTime.read(row, "due_at"))
                        .list())
                .containsExactly(to));
    }

    /** The first reminder for both is called off one minute before its time, the second one days before. */
    private Reminder calledOffWhenDue() {
        var visit = together();
        var speaker = reminders("together", "queued").getFirst();
        clock.set(speaker.due().dueAt().minusSeconds(60));
        clinic.close("appointment.cancelled", visit.childs(), 2, child);
        awaitReminders("alone cancelled", 2, "alone queued", 1, "together cancelled", 2);
        return speaker;
    }

    /** Whoever leaves them on that day may be told by what is under way, or by nothing. */
    @Test
    void areRemindedAfterAllWhenWhatToldThemUntilTheirDayChangedComesToNothing() {
        together();
        var speaker = reminders("together", "queued").getLast();
        clock.set(speaker.due().dueAt().plusSeconds(3_600));
        book(mother, AFTERNOON);
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT COUNT(*) FROM household_members WHERE patient_id = ?")
                        .param(mother)
                        .query(Integer.class)
                        .single())
                .isZero());
        awaitReminders("alone cancelled", 2, "together queued", 2);

        report(speaker.due(), DeliveryState.NOT_SENT, FailureClass.REFUSED, "opted-out");

        awaitReminders("alone cancelled", 2, "alone queued", 1, "together failed", 1, "together queued", 1);
        assertThat(reminders("alone", "queued")).extracting(Reminder::patient).containsExactly(mother);
    }

    @Test
    void confirmNobodysVisitWithAnAnswerToThemAll() {
        together();
        var speaker = reminders("together", "queued").getFirst();
        report(speaker.due(), DeliveryState.ACCEPTED, null, null);
        kafka.publish(
                Topics.REPLY,
                Long.toString(child),
                new ReplyUnderstood(
                        Ids.next(),
                        clinic.id(),
                        child,
                        Channel.SMS,
                        Clinic.hash(mother),
                        Intent.CANCEL,
                        "en",
                        0.95,
                        "exact",
                        speaker.due().jobId(),
                        SettableClock.START));
        awaitJob(speaker.due().jobId(), Milestone.REPLIED);
        assertThat(kafka.events(Topics.APPOINTMENT_COMMAND, AppointmentCommand.class))
                .noneMatch(each -> each.organizationId() == clinic.id());
    }
}
