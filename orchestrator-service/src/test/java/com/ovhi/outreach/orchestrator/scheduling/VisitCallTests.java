package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked.Location;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Calls about visits this service knows of, against real servers. It is March 2, 10:00 in New York. */
@ServiceTest(schema = "ovhi_orchestrator")
class VisitCallTests extends RunningOrchestrator {

    private static final String VISIT = "2026-03-12T09:30:00-04:00";
    private static final String TODAY = "2026-03-02T13:00:00-05:00";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private Clinic clinic;
    private long patient;
    private long appointment;

    VisitCallTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.jdbc = jdbc;
        this.transaction = transaction;
        clinic = clinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = clinic().open();
        patient = clinic.patient();
        appointment = Clinic.number();
    }

    @Test
    void withdrawsWithItsVisitWhatNamedNoVersion() {
        book(1, VISIT, 3);
        var job = scheduled("remind", null);
        assertThat(shown(job).at("/job/subject_version")).isEqualTo("1");

        clinic.close("appointment.cancelled", appointment, 2, patient);

        await().untilAsserted(() -> assertThat(shown(job).at("/job/status")).isEqualTo("cancelled"));
    }

    @Test
    void withdrawsWithItsVisitWhatWasAskedForBeforeTheVisitWasKnown() {
        var job = scheduled("remind", null);

        clinic.close("appointment.cancelled", appointment, 2, patient);

        await().untilAsserted(() -> assertThat(shown(job).at("/job/status")).isEqualTo("cancelled"));
    }

    @Test
    void keepsWhatWasAskedForBeforeTheVisitWasKnownUntilItMoves() {
        var job = scheduled("remind", null);

        book(1, VISIT, 4);
        assertThat(shown(job).at("/job/status")).isEqualTo("queued");
        clinic.book("appointment.moved", appointment, 2, patient, "2026-03-20T09:30:00-04:00");

        await().untilAsserted(() -> assertThat(shown(job).at("/job/status")).isEqualTo("cancelled"));
    }

    @Test
    void remindsOfNoVisitThatIsCancelled() {
        clinic.close("appointment.cancelled", appointment, 2, patient);
        awaitVersion(2);

        assertThat(call("remind", "appt_reminder", 2).problem()).isEqualTo("subject-superseded");
        assertThat(call("confirm", "appt_confirm", null).problem()).isEqualTo("subject-superseded");
    }

    @Test
    void offersNoNewVisitToWhomHasNotMissedOne() {
        book(1, VISIT, 3);

        assertThat(call("missed", "no_show", 1).problem()).isEqualTo("subject-superseded");
    }

    @Test
    void remindsNobodyElseOfAVisit() {
        book(1, VISIT, 3);
        var other = clinic.patient();

        assertThat(call(other, "other", "appt_reminder", 1, "").problem()).isEqualTo("subject-superseded");
    }

    @Test
    void knowsItsOwnRulesBehindTheOccasionOfACall() {
        book(1, VISIT, 3);

        assertThat(call("confirm-1", "appt_confirm", 1).problem()).isEqualTo("duplicate-contact");
        assertThat(call("confirm-2", "appt_confirm", null).problem()).isEqualTo("duplicate-contact");
    }

    @Test
    void contactsOnceForAnOccasionWithAndWithoutItsVersion() {
        book(1, VISIT, 3);

        assertThat(call("remind-1", "appt_reminder", 1).status()).isEqualTo(201);
        assertThat(call("remind-2", "appt_reminder", null).problem()).isEqualTo("duplicate-contact");
    }

    @Test
    void remindsBeforeTheVisitOrNotAtAll() {
        book(1, TODAY, 1);

        var late = call(patient, "late", "appt_reminder", 1, ", \"send_at\": \"2026-03-02T12:30:00-05:00\"");
        assertThat(late.problem()).isEqualTo("expired");
        var reply = call(patient, "in-time", "appt_reminder", 1, ", \"expires_at\": \"2026-03-04T00:00:00Z\"");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(shown(UUID.fromString(reply.at("/job_id"))).at("/job/expires_at"))
                .isEqualTo("2026-03-02T17:00:00Z");
    }

    @Test
    void defersNoReminderPastItsVisit() {
        settings(clinic, 1, 3, 1, 1);
        var crowded = usualClinic().open();
        clinic = crowded;
        patient = crowded.patient();
        book(1, TODAY, 1);

        var reply = call(patient, "crowded", "appt_reminder", 1, ", \"expires_at\": \"2026-03-09T00:00:00Z\"");

        assertThat(reply.problem()).isEqualTo("contact-cap");
    }

    @Test
    void saysOfASensitiveVisitOnlyThatThereIsAMessage() {
        publish(appointment, VISIT, true);
        awaitJobs(3);
        call(patient, "remind", "appt_reminder", 1, "");

        assertThat(Neighbours.renderings(clinic.name()))
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(each -> {
                    assertThat(each.purpose()).isEqualTo(Purpose.LAB_READY);
                    assertThat(each.variables()).doesNotContainKeys("visit_date", "visit_time");
                });
    }

    @Test
    void saysNothingMoreOfADayWithASensitiveVisit() {
        publish(appointment, VISIT, false);
        awaitJobs(3);
        publish(Clinic.number(), "2026-03-12T11:00:00-04:00", true);
        awaitJobs(6);

        assertThat(Neighbours.renderings(clinic.name()).stream()
                        .filter(each -> each.variables().containsKey("visit_time"))
                        .map(RenderRequest::purpose))
                .containsExactlyInAnyOrder(Purpose.APPT_CONFIRM, Purpose.APPT_REMINDER, Purpose.APPT_REMINDER);
    }

    @Test
    void saysNothingOfAVisitBeforeItIsKnown() {
        scheduled("remind", null);
        call(patient, "confirm", "appt_confirm", 1, "");

        assertThat(Neighbours.renderings(clinic.name()))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.purpose()).isEqualTo(Purpose.LAB_READY));
    }

    @Test
    void believesACallAboutAnUnknownVisitWhereTheOrganizationHasSetThat() {
        believe(true);
        aware("remind", false);
        assertThat(lastPurpose()).isEqualTo(Purpose.APPT_REMINDER);

        publish(appointment, VISIT, true);

        await().untilAsserted(() -> assertThat(
                        jdbc.sql("SELECT is_discreet FROM comm_jobs WHERE organization_id = ? AND status = 'queued'")
                                .param(clinic.id())
                                .query(Boolean.class)
                                .list())
                .as("news of a sensitive visit is believed more")
                .hasSize(4)
                .containsOnly(true));
    }

    @Test
    void believesNobodyThatAVisitIsNotSensitiveOtherwise() {
        aware("remind", false);
        assertThat(lastPurpose()).as("the organisation has set nothing").isEqualTo(Purpose.LAB_READY);

        believe(true);
        publish(appointment, VISIT, true);
        awaitJobs(4);
        aware("again", false);
        assertThat(lastPurpose()).as("an event has told").isEqualTo(Purpose.LAB_READY);
    }

    @Test
    void alwaysBelievesThatAVisitIsSensitive() {
        book(1, VISIT, 3);

        aware("remind", true);

        assertThat(lastPurpose()).isEqualTo(Purpose.LAB_READY);
    }

    @Test
    void believesWhatBulkCallsSayAsWell() {
        believe(true);
        var body = "{\"requests\": [{\"idempotency_key\": \"bulk-aware-" + patient + "\", "
                + reminder(
                                clinic,
                                patient,
                                ", \"occasion\": {\"about\": \"appointment/" + appointment
                                        + "\", \"sensitive\": false}")
                        .substring(1)
                + "]}";

        assertThat(post("/api/v1/comm/schedule/bulk", core(clinic), null, body).status())
                .isEqualTo(200);

        awaitJobs(1);
        assertThat(lastPurpose()).isEqualTo(Purpose.APPT_REMINDER);
    }

    private void aware(String key, boolean sensitive) {
        var occasion = ", \"occasion\": {\"about\": \"appointment/" + appointment + "\", \"which\": \"" + key
                + "\", \"sensitive\": " + sensitive + "}";
        assertThat(schedule(clinic, "aware-" + key + patient, reminder(clinic, patient, occasion))
                        .status())
                .isEqualTo(201);
    }

    private Purpose lastPurpose() {
        return Neighbours.renderings(clinic.name()).getLast().purpose();
    }

    private void believe(boolean calls) {
        var settings = get("/api/v1/comm/settings", core(clinic)).body();
        assertThat(put(
                                "/api/v1/comm/settings",
                                tokens.bearer(clinic.id(), "ops"),
                                "\"1\"",
                                settings.replaceFirst(
                                        "\"calls_tell_sensitivity\":false", "\"calls_tell_sensitivity\":" + calls))
                        .json()
                        .at("/calls_tell_sensitivity")
                        .asBoolean())
                .isEqualTo(calls);
    }

    @Test
    void saysNothingOfAVersionBeforeItIsKnown() {
        book(1, VISIT, 3);
        var before = Neighbours.renderings(clinic.name()).size();

        scheduled("remind", 2);

        assertThat(Neighbours.renderings(clinic.name())
                        .subList(before, Neighbours.renderings(clinic.name()).size()))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.purpose()).isEqualTo(Purpose.LAB_READY));
    }

    @Test
    void wordsAnewWhatSaysTooMuchOfASensitiveVisit() {
        var job = scheduled("remind", 1);
        // As worded before the visits that are not known were kept silent.
        transaction.executeWithoutResult(_ -> jdbc.sql("UPDATE comm_jobs SET is_discreet = FALSE WHERE id = ?")
                .param(job.toString())
                .update());

        publish(appointment, VISIT, true);

        await().untilAsserted(() -> assertThat(
                        jdbc.sql("SELECT is_discreet FROM comm_jobs WHERE previous_job_id = ? AND status = 'queued'")
                                .param(job.toString())
                                .query(Boolean.class)
                                .list())
                .containsExactly(true));
        assertThat(shown(job).at("/job/status")).isEqualTo("cancelled");
    }

    @Test
    void leavesWhatSaysNothingOfASensitiveVisitAsItIs() {
        var job = scheduled("remind", 1);

        publish(appointment, VISIT, true);
        awaitJobs(4);

        assertThat(shown(job).at("/job/status")).isEqualTo("queued");
    }

    @Test
    void saysNothingOfAVisitOfWhichOnlyItsEndIsKnown() {
        clinic.close("appointment.no_show", appointment, 3, patient);
        awaitJobs(2);
        assertThat(Neighbours.renderings(clinic.name()))
                .allSatisfy(each -> assertThat(each.purpose()).isEqualTo(Purpose.LAB_READY));

        publish(appointment, VISIT, true);
        awaitSensitive(true);
        publish(appointment, 2, VISIT, false);
        awaitSensitive(false);
        publish(appointment, VISIT, true);
        awaitSensitive(true);
    }

    private void awaitSensitive(boolean sensitive) {
        await().untilAsserted(
                        () -> assertThat(jdbc.sql("SELECT is_sensitive FROM appointments WHERE appointment_id = ?")
                                        .param(appointment)
                                        .query(Boolean.class)
                                        .list())
                                .containsExactly(sensitive));
    }

    private void publish(long visit, String start, boolean sensitive) {
        publish(visit, 1, start, sensitive);
    }

    private void publish(long visit, int version, String start, boolean sensitive) {
        kafka.publish(
                Topics.OVHI_APPOINTMENT,
                Long.toString(patient),
                "appointment.booked",
                new AppointmentBooked(
                        visit,
                        version,
                        patient,
                        clinic.id(),
                        1454,
                        new Location("Site", "+12125550001", "America/New_York"),
                        OffsetDateTime.parse(start),
                        30,
                        sensitive,
                        null));
    }

    private void book(int version, String start, int jobs) {
        clinic.book("appointment.booked", appointment, version, patient, start);
        awaitJobs(jobs);
    }

    private void awaitJobs(int count) {
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT COUNT(*) FROM comm_jobs WHERE organization_id = ?")
                        .param(clinic.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(count));
    }

    private void awaitVersion(int version) {
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT version FROM appointments WHERE appointment_id = ?")
                        .param(appointment)
                        .query(Integer.class)
                        .list())
                .containsExactly(version));
    }

    private UUID scheduled(String key, @Nullable Integer version) {
        var reply = call(key, "appt_reminder", version);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return UUID.fromString(reply.at("/job_id"));
    }

    private Reply call(String key, String purpose, @Nullable Integer version) {
        return call(patient, key, purpose, version, "");
    }

    private Reply call(long receiver, String key, String purpose, @Nullable Integer version, String more) {
        var about = "{\"about\": \"appointment/" + appointment + "\""
                + (version == null ? "" : ", \"version\": " + version) + "}";
        return schedule(
                clinic,
                "visit-call-" + key,
                reminder(clinic, receiver, ", \"occasion\": " + about + more).replace("appt_reminder", purpose));
    }

    private Reply shown(UUID job) {
        return get("/api/v1/comm/jobs/" + job, core(clinic));
    }
}
