package com.ovhi.outreach.orchestrator.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AppointmentCommand;
import com.ovhi.outreach.common.contract.AppointmentCommand.Command;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Delivery reports, replies and the comm-context, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class TrackingFlowTests extends RunningOrchestrator {

    private static final Instant AT = SettableClock.START;

    private final JdbcClient jdbc;
    private final SettableClock clock;
    private final TransactionTemplate transactions;
    private Clinic clinic;
    private long patient;

    TrackingFlowTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            SettableClock clock,
            PlatformTransactionManager transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.jdbc = jdbc;
        this.clock = clock;
        this.transactions = new TransactionTemplate(transactions);
        clinic = clinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = clinic().open();
        patient = clinic.patient();
    }

    @Test
    void followsAJobFromTheWorkerToThePatient() {
        var job = job(clinic, patient);

        report(job, DeliveryState.PROCESSING, 1, null, null, 1);
        report(job, DeliveryState.ACCEPTED, 1, "SM" + job, null, 2);
        report(null, DeliveryState.DELIVERED, null, "SM" + job, null, 3);

        assertThat(awaitJob(job, Milestone.DELIVERED).status()).isEqualTo(JobStatus.DELIVERED);
        var shown = get("/api/v1/comm/jobs/" + job, core(clinic));
        assertThat(shown.at("/job/provider_message_id")).isEqualTo("SM" + job);
        assertThat(shown.at("/job/sent_at")).isEqualTo("2026-03-02T15:00:02Z");
        assertThat(shown.at("/milestones/delivered")).isEqualTo("2026-03-02T15:00:03Z");
        assertThat(milestonesTold(job))
                .containsExactly(Milestone.SCHEDULED, Milestone.PROCESSING, Milestone.SENT, Milestone.DELIVERED);
    }

    @Test
    void knowsAMessageByTheFirstPartOfItsIdAtSendGrid() {
        var job = UUID.fromString(
                schedule(clinic, "sendgrid-" + patient, reminder(clinic, patient, ", \"preferred_channel\": \"email\""))
                        .at("/job_id"));

        report(null, DeliveryState.DELIVERED, null, "SG-" + job + ".filter0001.0", null, 3, Channel.EMAIL);
        await().untilAsserted(
                        () -> assertThat(waiting("message/email/SG-" + job)).isEqualTo("waiting"));
        report(job, DeliveryState.ACCEPTED, 1, "SG-" + job, null, 2, Channel.EMAIL);

        awaitJob(job, Milestone.DELIVERED);
    }

    @Test
    void matchesAReportThatWaitedByItsMessageId() {
        var job = job(clinic, patient);
        report(null, DeliveryState.DELIVERED, null, "SM-early-" + job, null, 3);
        await().untilAsserted(
                        () -> assertThat(waiting("message/sms/SM-early-" + job)).isEqualTo("waiting"));

        report(job, DeliveryState.ACCEPTED, 1, "SM-early-" + job, null, 2);

        awaitJob(job, Milestone.DELIVERED);
        await().untilAsserted(
                        () -> assertThat(waiting("message/sms/SM-early-" + job)).isEmpty());
    }

    @Test
    void givesUpAReportThatBelongsToNobody() {
        var message = "SM-orphan-" + Ids.next();
        report(null, DeliveryState.DELIVERED, null, message, null, 3);
        await().untilAsserted(
                        () -> assertThat(waiting("message/sms/" + message)).isEqualTo("waiting"));

        transactions.executeWithoutResult(
                status -> jdbc.sql("UPDATE waiting_events SET since = since - INTERVAL 20 MINUTE WHERE awaited = ?")
                        .param("message/sms/" + message)
                        .update());

        await().untilAsserted(
                        () -> assertThat(waiting("message/sms/" + message)).isEqualTo("orphan"));
    }

    @Test
    void passesOverWhatProvidersSayOfAnswers() {
        var job = job(clinic, patient);
        var message = "SM-answer-" + Ids.next();
        kafka.publish(
                Topics.DELIVERY,
                job.toString(),
                new DeliveryReported(
                        Ids.next(),
                        null,
                        null,
                        Channel.SMS,
                        DeliveryReported.ANSWER,
                        DeliveryState.DELIVERED,
                        message,
                        null,
                        null,
                        null,
                        false,
                        AT));

        // Under the same key, and so read after it.
        report(job, DeliveryState.ACCEPTED, 1, "SM" + job, null, 2);

        awaitJob(job, Milestone.SENT);
        assertThat(waiting("message/sms/" + message)).isEmpty();
    }

    @Test
    void waitsInRealTimeWhateverTheSuitesClockDoes() {
        var message = "SM-patient-" + Ids.next();
        report(null, DeliveryState.DELIVERED, null, message, null, 3);
        await().untilAsserted(() -> assertThat(tries(message)).isPositive());

        clock.advance(Duration.ofDays(2));

        var before = tries(message);
        await().untilAsserted(() -> assertThat(tries(message)).isGreaterThan(before));
        assertThat(waiting("message/sms/" + message)).isEqualTo("waiting");
        clock.set(SettableClock.START);
    }

    @Test
    void refusesReportsAboutJobsOfOtherOrganizations() {
        var job = job(clinic, patient);
        var mine = clinic;
        clinic = clinic();

        report(job, DeliveryState.DELIVERED, 1, "SM-foreign-" + job, null, 1);
        clinic = mine;
        report(job, DeliveryState.ACCEPTED, 1, "SM-own-" + job, null, 2);

        awaitJob(job, Milestone.SENT);
        assertThat(milestonesTold(job)).doesNotContain(Milestone.DELIVERED);
        assertThat(get("/api/v1/comm/jobs/" + job, core(clinic)).at("/job/provider_message_id"))
                .isEqualTo("SM-own-" + job);
    }

    @Test
    void recordsAConflictWhenSomethingFailedArrives() {
        var job = job(clinic, patient);

        report(job, DeliveryState.FAILED, 1, "SM" + job, FailureClass.PERM_ADDR, 2);
        assertThat(awaitJob(job, Milestone.FAILED).reason()).isEqualTo("30003");
        report(job, DeliveryState.DELIVERED, 1, "SM" + job, null, 3);

        assertThat(awaitJob(job, Milestone.DELIVERED).status()).isEqualTo(JobStatus.DELIVERED);
        var shown = get("/api/v1/comm/jobs/" + job, core(clinic));
        assertThat(shown.json().at("/job/delivery_conflict").asBoolean()).isTrue();
        assertThat(shown.at("/job/error_message")).isEqualTo("30003");
    }

    @Test
    void cannotCancelWhatWasSent() {
        var job = job(clinic, patient);
        report(job, DeliveryState.ACCEPTED, 1, "SM" + job, null, 2);
        awaitJob(job, Milestone.SENT);

        var reply = post("/api/v1/comm/jobs/" + job + "/cancel", core(clinic), null, "");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("already-sent");
    }

    @Test
    void ordersAppointmentChangesOncePerMessage() {
        var appointment = Clinic.number();
        clinic.book("appointment.booked", appointment, 4, patient, "2026-03-12T09:30:00-04:00");
        var job = awaitJobAbout("appointment/" + appointment);
        var inbound = Ids.next();

        reply(inbound, job, patient, Intent.CONFIRM);
        reply(inbound, job, patient, Intent.CONFIRM);
        reply(Ids.next(), job, patient, Intent.RESCHEDULE);

        assertThat(awaitJob(job, Milestone.REPLIED).status()).isEqualTo(JobStatus.REPLIED);
        await().untilAsserted(() -> assertThat(commands(job)).hasSize(2));
        assertThat(commands(job))
                .extracting(AppointmentCommand::command)
                .containsExactly(Command.CONFIRM, Command.RESCHEDULE_REQUESTED);
        assertThat(commands(job)).allSatisfy(each -> {
            assertThat(each.appointmentId()).isEqualTo(appointment);
            assertThat(each.appointmentVersion()).isEqualTo(4);
        });
    }

    @Test
    void changesNoVisitOfAnotherPatient() {
        var appointment = Clinic.number();
        clinic.book("appointment.booked", appointment, 1, patient, "2026-03-12T09:30:00-04:00");
        var job = awaitJobAbout("appointment/" + appointment);
        var relative = clinic.patient();

        reply(Ids.next(), job, relative, Intent.CANCEL);
        reply(Ids.next(), job, patient, Intent.CONFIRM);

        await().untilAsserted(() -> assertThat(commands(job)).hasSize(1));
        assertThat(commands(job).getFirst().command()).isEqualTo(Command.CONFIRM);
    }

    @Test
    void withdrawsEverythingQueuedOnTheChannelOfAnOptOut() {
        var sms = job(clinic, patient);
        var email = UUID.fromString(schedule(
                        clinic, "stop-mail-" + patient, reminder(clinic, patient, ", \"preferred_channel\": \"email\""))
                .at("/job_id"));

        reply(Ids.next(), null, patient, Intent.STOP);

        assertThat(awaitJob(sms, Milestone.CANCELLED).reason()).isEqualTo("opted-out");
        assertThat(get("/api/v1/comm/jobs/" + email, core(clinic)).at("/job/status"))
                .isEqualTo("queued");
    }

    @Test
    void withdrawsWhatWaitsForTheAddressOfAnOptOutByNobodyInParticular() {
        var job = job(clinic, patient);

        kafka.publish(
                Topics.REPLY,
                Clinic.hash(patient),
                new ReplyUnderstood(
                        Ids.next(),
                        null,
                        null,
                        Channel.SMS,
                        Clinic.hash(patient),
                        Intent.STOP,
                        "en",
                        1,
                        "exact-stop",
                        null,
                        AT));

        awaitJob(job, Milestone.CANCELLED);
    }

    @Test
    void showsThePatientWithExactlyTheFieldsOfTheDesignDocument() {
        var job = job(clinic, patient);
        report(job, DeliveryState.OPENED, 1, "SM" + job, null, 9);
        awaitJob(job, Milestone.OPENED);
        Neighbours.segments(patient, 200, "{\"segments\":[\"Refill soon\"]}");
        kafka.publish(
                Topics.INSIGHT,
                Long.toString(patient),
                new InsightLearned(patient, clinic.id(), 1, 10, Channel.SMS, 0.25, 0.8, 12, AT));
        var uri = "/api/v1/patients/" + patient + "/comm-context";
        await().untilAsserted(() ->
                assertThat(get(uri, core(clinic)).at("/preferences/best_hour")).isEqualTo("10"));

        var reply = get(uri, core(clinic));

        assertThat(com.ovhi.outreach.common.contract.ContractJson.mapper().readTree(reply.body()))
                .isEqualTo(com.ovhi.outreach.common.contract.ContractJson.mapper()
                        .readTree("""
                {"preferences": {
                   "timezone": "America/New_York", "language": "en",
                   "quiet_hours": {"start": "22:00", "end": "08:00"},
                   "work_hours": {"start": "09:00", "end": "17:00"},
                   "channels": {
                     "email": {"enabled": true, "address": "canary.%d@example.org", "marketing_opt_in": true},
                     "sms": {"enabled": true, "number": "%s", "marketing_opt_in": false},
                     "whatsapp": {"enabled": false, "number": null, "marketing_opt_in": false}},
                   "best_hour": 10},
                 "segments": ["Refill soon"],
                 "recent_activity": {"last_sent": "2026-03-02T15:00:09Z", "last_opened": "2026-03-02T15:00:09Z",
                   "last_replied": null, "fatigue_score": 0.25}}""".formatted(patient, Clinic.number(patient))));
        kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                audit -> audit.action() == AuditAction.ACCESS
                        && audit.patientId() != null
                        && audit.patientId() == patient);
    }

    @Test
    void showsThePatientWithoutSegmentsWhenTheyCannotBeHad() {
        Neighbours.segments(patient, 503, "{}");

        var reply = get("/api/v1/patients/" + patient + "/comm-context", core(clinic));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/segments")).isEmpty();
    }

    @Test
    void showsNoPatientOfAnotherOrganization() {
        var other = clinic().open();
        var uri = "/api/v1/patients/" + patient + "/comm-context";

        assertThat(get(uri, core(other)).status()).isEqualTo(404);
        assertThat(get(uri, tokens.bearer(clinic.id(), "campaign-manager")).status())
                .isEqualTo(403);
        assertThat(get(uri + "?organization_id=" + clinic.id(), tokens.service())
                        .status())
                .isEqualTo(200);
    }

    private void report(
            @Nullable UUID job,
            DeliveryState state,
            @Nullable Integer attempt,
            @Nullable String message,
            @Nullable FailureClass failure,
            int second) {
        report(job, state, attempt, message, failure, second, Channel.SMS);
    }

    private void report(
            @Nullable UUID job,
            DeliveryState state,
            @Nullable Integer attempt,
            @Nullable String message,
            @Nullable FailureClass failure,
            int second,
            Channel channel) {
        kafka.publish(
                Topics.DELIVERY,
                String.valueOf(job == null ? message : job),
                new DeliveryReported(
                        job,
                        clinic.id(),
                        patient,
                        channel,
                        attempt,
                        state,
                        message,
                        failure,
                        failure == null ? null : "30003",
                        null,
                        false,
                        AT.plusSeconds(second)));
    }

    private void reply(UUID inbound, @Nullable UUID job, long from, Intent intent) {
        kafka.publish(
                Topics.REPLY,
                Long.toString(from),
                new ReplyUnderstood(
                        inbound,
                        clinic.id(),
                        from,
                        Channel.SMS,
                        Clinic.hash(from),
                        intent,
                        "en",
                        0.95,
                        "exact",
                        job,
                        AT.plusSeconds(60)));
    }

    private UUID awaitJobAbout(String subject) {
        return kafka.await(Topics.JOB, JobChanged.class, each -> subject.equals(each.subjectRef()))
                .jobId();
    }

    private List<Milestone> milestonesTold(UUID job) {
        return kafka.events(Topics.JOB, JobChanged.class).stream()
                .filter(each -> each.jobId().equals(job))
                .map(JobChanged::milestone)
                .toList();
    }

    private List<AppointmentCommand> commands(UUID job) {
        return kafka.events(Topics.APPOINTMENT_COMMAND, AppointmentCommand.class).stream()
                .filter(each -> each.jobId().equals(job))
                .toList();
    }

    private int tries(String message) {
        return jdbc.sql("SELECT tries FROM waiting_events WHERE awaited = ?")
                .param("message/sms/" + message)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    private String waiting(String awaited) {
        return String.join(
                ",",
                jdbc.sql("SELECT state FROM waiting_events WHERE awaited = ?")
                        .param(awaited)
                        .query(String.class)
                        .list());
    }
}
