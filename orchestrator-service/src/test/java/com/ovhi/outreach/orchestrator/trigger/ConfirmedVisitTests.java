package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a confirmation changes of what is said of a visit, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class ConfirmedVisitTests extends EventFlow {

    ConfirmedVisitTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            FieldCipher cipher,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, cipher, port);
    }

    @Test
    void leavesOutTheLastReminderOfWhoHasConfirmed() {
        var appointment = Clinic.number();
        clinic.book("appointment.booked", appointment, 1, patient, VISIT);
        awaitJobs(3);
        confirm(contacts().getFirst().jobId());
        awaitStatuses("cancelled", 1, "queued", 1, "replied", 1);
        assertThat(withdrawals()).extracting(ContactWithdrawn::reason).containsExactly("confirmed");
        assertThat(contacts())
                .filteredOn(each -> each.jobId().equals(withdrawals().getFirst().jobId()))
                .extracting(each -> each.dueAt().toString())
                .containsExactly("2026-03-11T13:30:00Z");
        requestUnlessConfirmed("appointment/" + appointment);
        awaitRefusal("already-confirmed");
    }

    @Test
    void asksForAMovedVisitAgainWhateverWasConfirmed() {
        var appointment = Clinic.number();
        clinic.book("appointment.booked", appointment, 1, patient, VISIT);
        awaitJobs(3);
        confirm(contacts().getFirst().jobId());
        awaitStatuses("cancelled", 1, "queued", 1, "replied", 1);
        clinic.book("appointment.moved", appointment, 2, patient, "2026-03-20T14:00:00-04:00");
        awaitJobs(6);
        awaitStatuses("cancelled", 2, "queued", 3, "replied", 1);
    }

    @Test
    void remindsWhoOftenMissesVisitsAlthoughTheyHaveConfirmed() {
        for (var missed = 0; missed < 2; missed++) {
            var before = Clinic.number();
            clinic.book("appointment.booked", before, 1, patient, "2026-03-02T10:0" + missed + ":00-05:00");
            clinic.close("appointment.no_show", before, 2, patient);
        }
        awaitJobs(4);
        var appointment = Clinic.number();
        clinic.book("appointment.booked", appointment, 1, patient, VISIT);
        awaitJobs(7);
        confirm(contacts().stream()
                .filter(each -> each.purpose() == Purpose.APPT_CONFIRM)
                .findFirst()
                .orElseThrow()
                .jobId());
        awaitStatuses("cancelled", 4, "queued", 2, "replied", 1);
        assertThat(withdrawals()).extracting(ContactWithdrawn::reason).doesNotContain("confirmed");
    }

    private void confirm(UUID job) {
        kafka.publish(
                Topics.REPLY,
                key(),
                new ReplyUnderstood(
                        Ids.next(),
                        clinic.id(),
                        patient,
                        Channel.SMS,
                        Clinic.hash(patient),
                        Intent.CONFIRM,
                        "en",
                        0.95,
                        "exact",
                        job,
                        SettableClock.START));
    }

    private void requestUnlessConfirmed(String subject) {
        others.ask(others.of(clinic, patient, Purpose.APPT_REMINDER, "late")
                .subjectRef(subject)
                .subjectVersion(1)
                .unlessConfirmed(true)
                .build());
    }
}
