package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.messaging.EventHeaders;
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
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From OVHI events to jobs, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class EventFlowTests extends RunningOrchestrator {

    private static final String VISIT = "2026-03-12T09:30:00-04:00";
    private static final String HALF_PAST_NINE = "2026-03-12T09:30-04:00[America/New_York]";
    private static final String BOTH = "2026-03-12T08:15-04:00[America/New_York]," + HALF_PAST_NINE;

    private final JdbcClient jdbc;
    private final FieldCipher cipher;
    private Clinic clinic;
    private long patient;

    EventFlowTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            FieldCipher cipher,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.jdbc = jdbc;
        this.cipher = cipher;
        clinic = clinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = clinic().open();
        patient = clinic.patient();
    }

    @Test
    void confirmsAndRemindsOfABookedVisit() {
        var appointment = Clinic.number();

        clinic.book("appointment.booked", appointment, 1, patient, VISIT);

        awaitJobs(3);
        assertThat(contacts())
                .extracting(ContactDue::purpose, ContactDue::channel, ContactDue::dueAt, ContactDue::expiresAt)
                .containsExactlyInAnyOrder(
                        tuple(
                                Purpose.APPT_CONFIRM,
                                Channel.SMS,
                                SettableClock.START.toString(),
                                "2026-03-12T11:30:00Z"),
                        tuple(Purpose.APPT_REMINDER, Channel.SMS, "2026-03-09T13:30:00Z", "2026-03-12T12:30:00Z"),
                        tuple(Purpose.APPT_REMINDER, Channel.SMS, "2026-03-11T13:30:00Z", "2026-03-12T12:30:00Z"));
        assertThat(Neighbours.renderings(clinic.name()))
                .hasSize(3)
                .allSatisfy(each -> assertThat(each.variables())
                        .isEqualTo(Map.of(
                                "clinic_name",
                                clinic.name(),
                                "clinic_phone",
                                "+12125550000",
                                "visit_date",
                                HALF_PAST_NINE,
                                "visit_time",
                                HALF_PAST_NINE)));
        assertThat(requests())
                .extracting(OutreachRequested::occasionKey)
                .containsExactlyInAnyOrder(
                        "appointment/" + appointment + "@1/appt_confirm",
                        "appointment/" + appointment + "@1/appt_reminder/3d",
                        "appointment/" + appointment + "@1/appt_reminder/1d");
    }

    @Test
    void replacesTheMessagesOfAMovedVisit() {
        var appointment = Clinic.number();
        clinic.book("appointment.booked", appointment, 1, patient, VISIT);
        awaitJobs(3);

        clinic.book("appointment.moved", appointment, 2, patient, "2026-03-20T14:00:00-04:00");

        awaitJobs(6);
        awaitStatuses("cancelled", 3, "queued", 3);
        assertThat(withdrawals())
                .hasSize(3)
                .extracting(ContactWithdrawn::reason)
                .containsOnly("appointment-moved");
    }

    @Test
    void tellsSeveralVisitsOfADayInOneReminder() {
        var late = Clinic.number();
        clinic.book("appointment.booked", late, 1, patient, VISIT);
        awaitJobs(3);
        var early = Clinic.number();

        clinic.book("appointment.booked", early, 1, patient, "2026-03-12T08:15:00-04:00");

        awaitJobs(6);
        awaitStatuses("cancelled", 2, "queued", 4);
        assertThat(Neighbours.renderings(clinic.name()).stream()
                        .filter(each -> each.purpose() == Purpose.APPT_REMINDER)
                        .map(each -> each.variables().get("visit_time")))
                .containsExactlyInAnyOrder(HALF_PAST_NINE, HALF_PAST_NINE, BOTH, BOTH);
        assertThat(jdbc.sql("""
                        SELECT DISTINCT subject_ref FROM comm_jobs
                        WHERE organization_id = ? AND purpose = 'appt_reminder' AND status = 'queued'""").param(clinic.id()).query(String.class).list()).containsExactly("appointment/" + early);

        clinic.close("appointment.cancelled", early, 2, patient);

        awaitJobs(8);
        await().untilAsserted(() -> assertThat(Neighbours.renderings(clinic.name()))
                .extracting(each -> each.variables().get("visit_time"))
                .filteredOn(HALF_PAST_NINE::equals)
                .hasSize(5));
    }

    @Test
    void tellsAMoveOnce() {
        var appointment = Clinic.number();
        clinic.book("appointment.moved", appointment, 2, patient, VISIT);
        clinic.book("appointment.booked", appointment, 1, patient, "2026-03-20T08:15:00-04:00");
        clinic.book("appointment.moved", appointment, 2, patient, VISIT);

        awaitJobs(3);
        settle();
        assertThat(requests())
                .filteredOn(each -> each.purpose() == Purpose.APPT_CONFIRM)
                .extracting(OutreachRequested::occasionKey)
                .containsExactly("appointment/" + appointment + "@2/appt_confirm");
    }

    @Test
    void stopsRemindingWhoHasArrived() {
        var appointment = Clinic.number();
        clinic.book("appointment.booked", appointment, 1, patient, VISIT);
        awaitJobs(3);

        clinic.close("appointment.arrived", appointment, 2, patient);

        awaitStatuses("cancelled", 3);
        assertThat(withdrawals()).extracting(ContactWithdrawn::reason).containsOnly("patient-arrived");
    }

    @Test
    void refusesRecordsAtOnceThatLackWhatTheyMustHave() {
        var appointment = Clinic.number();

        kafka.publish(Topics.OVHI_APPOINTMENT, key(), "appointment.booked", """
                {"appointment_id": %d, "version": 1, "patient_id": %d, "organization_id": %d, "provider_id": 1,
                 "location": {"name": "Site", "timezone": null}, "start": "%s",
                 "duration_minutes": 15, "sensitive": true}""".formatted(
                        appointment, patient, clinic.id(), VISIT));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(letters(
                                Topics.deadLetters(Topics.OVHI_APPOINTMENT, "orchestrator-service.appointments")))
                        .containsExactly("incomplete-appointment-booked"));
    }

    @Test
    void withdrawsTheMessagesOfACancelledVisit() {
        var appointment = Clinic.number();
        clinic.book("appointment.booked", appointment, 1, patient, VISIT);
        awaitJobs(3);

        clinic.close("appointment.cancelled", appointment, 2, patient);

        awaitStatuses("cancelled", 3);
        clinic.book("appointment.booked", appointment, 1, patient, VISIT);
        clinic.book("appointment.moved", appointment, 2, patient, VISIT);
        settle();
        assertThat(jobs()).isEqualTo(3);
    }

    @Test
    void makesNoJobForAVersionThatIsGone() {
        var appointment = Clinic.number();
        clinic.close("appointment.cancelled", appointment, 2, patient);
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT version FROM appointments WHERE appointment_id = ?")
                        .param(appointment)
                        .query(Integer.class)
                        .list())
                .containsExactly(2));

        request(Purpose.APPT_REMINDER, "appointment/" + appointment, 1, "late", false);

        awaitRefusal("subject-superseded");
        assertThat(jobs()).isZero();
    }

    @Test
    void offersANewVisitAfterAMissedOneAndStopsReminding() {
        var appointment = Clinic.number();
        clinic.book("appointment.booked", appointment, 1, patient, VISIT);
        awaitJobs(3);

        clinic.close("appointment.no_show", appointment, 2, patient);

        awaitJobs(5);
        awaitStatuses("cancelled", 3, "queued", 2);
        assertThat(contacts())
                .filteredOn(each -> each.purpose() == Purpose.NO_SHOW)
                .extracting(
                        ContactDue::channel,
                        each -> each.dueAt().toString(),
                        each -> each.expiresAt().toString())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Channel.EMAIL, "2026-03-02T16:00:00Z", "2026-03-02T19:00:00Z"),
                        org.assertj.core.groups.Tuple.tuple(
                                Channel.EMAIL, "2026-03-04T15:00:00Z", "2026-03-05T15:00:00Z"));
        clinic.book("appointment.booked", Clinic.number(), 1, patient, "2026-04-12T09:30:00-04:00");
        await().untilAsserted(() -> assertThat(withdrawals())
                .extracting(ContactWithdrawn::reason)
                .filteredOn("booked-again"::equals)
                .hasSize(2));
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
        var id = Ids.next();
        kafka.publish(
                Topics.REQUEST,
                key(),
                new OutreachRequested(
                        id,
                        clinic.id(),
                        patient,
                        null,
                        Purpose.APPT_REMINDER,
                        null,
                        cipher.seal("{\"clinic_name\":\"" + clinic.name() + "\"}", "request|" + id),
                        null,
                        null,
                        null,
                        null,
                        false,
                        "late",
                        subject,
                        1,
                        null,
                        null,
                        true,
                        null));
    }

    @Test
    void noticesRefillsAndResultsWithoutSayingWhich() {
        kafka.publish(Topics.OVHI_PATIENT, key(), "rx.refill_due", """
                {"prescription_id": 12580, "patient_id": %d, "organization_id": %d, "due_on": "2026-03-08",
                 "medication": "Canarycillin"}""".formatted(patient, clinic.id()));
        kafka.publish(Topics.OVHI_PATIENT, key(), "lab.result_ready", """
                {"result_id": 110207, "patient_id": %d, "organization_id": %d, "test_name": "Canary"}""".formatted(patient, clinic.id()));

        awaitJobs(2);
        assertThat(contacts())
                .extracting(ContactDue::purpose)
                .containsExactlyInAnyOrder(Purpose.RX_REFILL, Purpose.LAB_READY);
        assertThat(Neighbours.renderings(clinic.name())).allSatisfy(each -> {
            assertThat(each.variables()).containsOnlyKeys("clinic_name", "clinic_phone");
            assertThat(each.patientId()).isEqualTo(patient);
        });
    }

    @Test
    void handlesARepeatedEventOnce() {
        var appointment = Clinic.number();
        var event = new EventHeaders("repeat-" + appointment, "appointment.booked", "test", SettableClock.START, null);
        var body = """
                {"appointment_id": %d, "version": 1, "patient_id": %d, "organization_id": %d, "provider_id": 1,
                 "location": {"name": "Site", "timezone": "America/New_York"}, "start": "%s",
                 "duration_minutes": 15, "sensitive": true}""".formatted(appointment, patient, clinic.id(), VISIT);

        kafka.publish(Topics.OVHI_APPOINTMENT, key(), event, body);
        kafka.publish(Topics.OVHI_APPOINTMENT, key(), event, body);

        awaitJobs(3);
        settle();
        assertThat(requests()).hasSize(3);
        assertThat(jobs()).isEqualTo(3);
    }

    @Test
    void waitsForAPatientAndAnOrganizationThatComeLater() {
        var late = clinic();
        var newcomer = Clinic.number();
        var appointment = Clinic.number();
        Neighbours.unknown(newcomer);
        late.book("appointment.booked", appointment, 1, newcomer, VISIT);
        await().untilAsserted(() ->
                assertThat(waiting("patient/" + late.id() + "/" + newcomer)).isEqualTo(1));

        late.register(newcomer, "es");
        late.announce();

        // preference-service comes last of all.
        await().untilAsserted(() -> assertThat(requestsTo(newcomer)).hasSize(3));
        Neighbours.prefers(late.preferences(newcomer, true));
        await().untilAsserted(() -> assertThat(jobs(late.id())).isEqualTo(3));
        assertThat(Neighbours.renderings(late.name()))
                .allSatisfy(each -> assertThat(each.variables()).containsEntry("visit_date", HALF_PAST_NINE));
    }

    @Test
    void writesDownWhyItRefuses() {
        Neighbours.prefers(clinic.preferences(patient, false));

        request(Purpose.RX_REFILL, null, null, "refused", false);

        awaitRefusal("contact-not-allowed");
        assertThat(jobs()).isZero();
    }

    @Test
    void neverLetsMarketingBeUrgent() {
        request(Purpose.CAMPAIGN_EDUCATION, null, null, "urgent", true);

        awaitRefusal("urgent-not-allowed");
    }

    @Test
    void contactsOncePerOccasionWhateverTheRequest() {
        request(Purpose.RX_REFILL, null, null, "same", false);
        request(Purpose.RX_REFILL, null, null, "same", false);

        awaitRefusal("duplicate-contact");
        assertThat(jobs()).isEqualTo(1);
    }

    @Test
    void putsCampaignsInTheBulkLane() {
        request(Purpose.CAMPAIGN_EDUCATION, null, null, "campaign", false);

        awaitJobs(1);
        assertThat(contacts())
                .extracting(ContactDue::lane, ContactDue::channel)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(com.ovhi.outreach.common.ids.Lane.BULK, Channel.EMAIL));
    }

    @Test
    void movesPoisonToTheDeadLettersAndGoesOn() {
        var appointment = Clinic.number();

        kafka.publish(Topics.OVHI_APPOINTMENT, key(), "appointment.booked", "{\"appointment_id\": \"Canary\"}");
        kafka.publish(Topics.REQUEST, key(), "outreach.requested", "not JSON");
        clinic.book("appointment.booked", appointment, 1, patient, VISIT);

        awaitJobs(3);
        assertThat(letters(Topics.deadLetters(Topics.OVHI_APPOINTMENT, "orchestrator-service.appointments")))
                .containsExactly("unreadable-appointment-booked");
        assertThat(letters(Topics.deadLetters(Topics.REQUEST, "orchestrator-service.requests")))
                .containsExactly("unreadable-outreach-requested");
    }

    @Test
    void refusesVariablesThatWereSealedForAnotherRequest() {
        var foreign = Ids.next();
        kafka.publish(Topics.REQUEST, key(), requested(Ids.next(), foreign, Purpose.RX_REFILL, null, null, "x", false));

        await().untilAsserted(
                        () -> assertThat(letters(Topics.deadLetters(Topics.REQUEST, "orchestrator-service.requests")))
                                .containsExactly("UnreadableSecret"));
        assertThat(jobs()).isZero();
    }

    private void request(
            Purpose purpose, @Nullable String subject, @Nullable Integer version, String occasion, boolean urgent) {
        var id = Ids.next();
        kafka.publish(Topics.REQUEST, key(), requested(id, id, purpose, subject, version, occasion, urgent));
    }

    private OutreachRequested requested(
            UUID id,
            UUID sealedFor,
            Purpose purpose,
            @Nullable String subject,
            @Nullable Integer version,
            String occasion,
            boolean urgent) {
        return new OutreachRequested(
                id,
                clinic.id(),
                patient,
                null,
                purpose,
                null,
                cipher.seal("{\"clinic_name\":\"" + clinic.name() + "\"}", "request|" + sealedFor),
                null,
                null,
                null,
                null,
                urgent,
                occasion,
                subject,
                version,
                null);
    }

    private static org.assertj.core.groups.Tuple tuple(Purpose purpose, Channel channel, String due, String expires) {
        return org.assertj.core.groups.Tuple.tuple(purpose, channel, Instant.parse(due), Instant.parse(expires));
    }

    private void awaitJobs(int count) {
        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(count));
        await().untilAsserted(() -> assertThat(contacts()).hasSize(count));
    }

    private void awaitStatuses(Object... expected) {
        await().untilAsserted(() -> assertThat(jdbc
                        .sql("""
                                SELECT status, COUNT(*) AS jobs FROM comm_jobs
                                WHERE organization_id = ? GROUP BY status ORDER BY status""")
                        .param(clinic.id())
                        .query((row, n) -> List.<Object>of(row.getString("status"), row.getInt("jobs")))
                        .list()
                        .stream()
                        .flatMap(List::stream))
                .containsExactly(expected));
        await().untilAsserted(() -> assertThat(withdrawals()).isNotEmpty());
    }

    private void awaitRefusal(String reason) {
        await().untilAsserted(() -> assertThat(
                        jdbc.sql("SELECT reason FROM decisions WHERE organization_id = ? AND verdict = 'refused'")
                                .param(clinic.id())
                                .query(String.class)
                                .list())
                .containsExactly(reason));
    }

    /** Gives what must not happen the time to happen. */
    private void settle() {
        var marker = Clinic.number();
        clinic.close("appointment.completed", marker, 1, patient);
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT COUNT(*) FROM appointments WHERE appointment_id = ?")
                        .param(marker)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1));
    }

    private int jobs() {
        return jobs(clinic.id());
    }

    private int jobs(long organization) {
        return jdbc.sql("SELECT COUNT(*) FROM comm_jobs WHERE organization_id = ?")
                .param(organization)
                .query(Integer.class)
                .single();
    }

    private int waiting(String awaited) {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE awaited = ?")
                .param(awaited)
                .query(Integer.class)
                .single();
    }

    private List<ContactDue> contacts() {
        return kafka.events(Topics.SCHEDULE, ContactDue.class).stream()
                .filter(each -> each.organizationId() == clinic.id())
                .toList();
    }

    private List<ContactWithdrawn> withdrawals() {
        return kafka.events(Topics.SCHEDULE, ContactWithdrawn.class).stream()
                .filter(each -> each.organizationId() == clinic.id())
                .toList();
    }

    private List<OutreachRequested> requests() {
        return requestsTo(patient);
    }

    private List<OutreachRequested> requestsTo(long receiver) {
        return Stream.of(Topics.REQUEST, Topics.REQUEST_PRIORITY)
                .flatMap(topic -> kafka.records(topic).stream())
                .filter(each -> Long.toString(receiver).equals(each.key()))
                .map(each -> each.as(OutreachRequested.class))
                .toList();
    }

    private List<String> letters(String topic) {
        return kafka.records(topic).stream()
                .filter(each -> key().equals(each.key()))
                .map(each -> String.valueOf(each.header("dlt_code")))
                .toList();
    }

    private String key() {
        return Long.toString(patient);
    }
}
