package com.ovhi.outreach.orchestrator.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AppointmentCommand;
import com.ovhi.outreach.common.contract.AppointmentCommand.Command;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked.Location;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Answers to a reminder of several visits, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class DayAnswerTests extends RunningOrchestrator {

    private final JdbcClient jdbc;

    DayAnswerTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.jdbc = jdbc;
    }

    @Test
    void areAboutEveryVisitTheReminderNames() {
        var clinic = clinic().open();
        var patient = clinic.patient();
        var early = Clinic.number();
        var late = Clinic.number();
        clinic.book("appointment.booked", late, 3, patient, "2026-03-12T09:30:00-04:00");
        clinic.book("appointment.booked", early, 1, patient, "2026-03-12T08:15:00-04:00");
        await().untilAsserted(() -> assertThat(reminders(clinic, early)).hasSize(2));
        var job = reminders(clinic, early).getFirst();
        var inbound = Ids.next();

        reply(clinic, patient, inbound, job);
        reply(clinic, patient, inbound, job);

        await().untilAsserted(() -> assertThat(commands(job)).hasSize(2));
        assertThat(commands(job))
                .extracting(
                        AppointmentCommand::appointmentId,
                        AppointmentCommand::appointmentVersion,
                        AppointmentCommand::command)
                .containsExactlyInAnyOrder(tuple(early, 1, Command.CONFIRM), tuple(late, 3, Command.CONFIRM));
        assertThat(commands(job))
                .extracting(AppointmentCommand::commandId)
                .doesNotHaveDuplicates()
                .contains(inbound);
    }

    /** A notice of the portal names no visit that an answer could be about. */
    @Test
    void areAboutNothingWhenTheMessageNamesNothing() {
        var clinic = clinic().open();
        var patient = clinic.patient();
        var visit = Clinic.number();
        kafka.publish(
                Topics.OVHI_APPOINTMENT,
                Long.toString(patient),
                "appointment.booked",
                new AppointmentBooked(
                        visit,
                        1,
                        patient,
                        clinic.id(),
                        1454,
                        new Location("Site", "+12125550001", "America/New_York"),
                        OffsetDateTime.parse("2026-03-12T09:30:00-04:00"),
                        30,
                        true,
                        null));
        await().untilAsserted(() -> assertThat(reminders(clinic, visit)).hasSize(2));
        var job = reminders(clinic, visit).getFirst();

        reply(clinic, patient, Ids.next(), job);

        await().untilAsserted(() -> assertThat(
                        get("/api/v1/comm/jobs/" + job, core(clinic)).at("/job/status"))
                .isEqualTo("replied"));
        assertThat(commands(job)).isEmpty();
        assertThat(kafka.events(Topics.JOB, JobChanged.class).stream()
                        .filter(each -> each.jobId().equals(job)))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.discreet()).isTrue());
    }

    private void reply(Clinic clinic, long patient, UUID inbound, UUID job) {
        kafka.publish(
                Topics.REPLY,
                Long.toString(patient),
                new ReplyUnderstood(
                        inbound,
                        clinic.id(),
                        patient,
                        Channel.SMS,
                        Clinic.hash(patient),
                        Intent.CONFIRM,
                        "en",
                        0.95,
                        "exact",
                        job,
                        SettableClock.START.plusSeconds(60)));
    }

    private List<UUID> reminders(Clinic clinic, long appointment) {
        return jdbc.sql("""
                        SELECT id FROM comm_jobs
                        WHERE organization_id = ? AND subject_ref = ? AND purpose = 'appt_reminder' AND status = 'queued'""")
                .params(clinic.id(), "appointment/" + appointment)
                .query((row, n) -> UUID.fromString(row.getString("id")))
                .list();
    }

    private List<AppointmentCommand> commands(UUID job) {
        return kafka.events(Topics.APPOINTMENT_COMMAND, AppointmentCommand.class).stream()
                .filter(each -> each.jobId().equals(job))
                .toList();
    }
}
