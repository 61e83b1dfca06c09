package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From OVHI events to jobs, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class EventFlowTests extends EventFlow {

    private static final String HALF_PAST_NINE = "2026-03-12T09:30-04:00[America/New_York]";
    private static final String BOTH = "2026-03-12T08:15-04:00[America/New_York]," + HALF_PAST_NINE;

    EventFlowTests(
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
        assertThat(requestsTo(patient))
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
        assertThat(requestsTo(patient))
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
                        Tuple.tuple(Channel.EMAIL, "2026-03-02T16:00:00Z", "2026-03-02T19:00:00Z"),
                        Tuple.tuple(Channel.EMAIL, "2026-03-04T15:00:00Z", "2026-03-05T15:00:00Z"));
        clinic.book("appointment.booked", Clinic.number(), 1, patient, "2026-04-12T09:30:00-04:00");
        await().untilAsserted(() -> assertThat(withdrawals())
                .extracting(ContactWithdrawn::reason)
                .filteredOn("booked-again"::equals)
                .hasSize(2));
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
        assertThat(requestsTo(patient)).hasSize(3);
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
        await().untilAsserted(() -> assertThat(jobsOf(late)).isEqualTo(3));
        assertThat(Neighbours.renderings(late.name()))
                .allSatisfy(each -> assertThat(each.variables()).containsEntry("visit_date", HALF_PAST_NINE));
    }

    private static Tuple tuple(Purpose purpose, Channel channel, String due, String expires) {
        return Tuple.tuple(purpose, channel, Instant.parse(due), Instant.parse(expires));
    }

    private int waiting(String awaited) {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE awaited = ?")
                .param(awaited)
                .query(Integer.class)
                .single();
    }

    private int jobsOf(Clinic other) {
        return jdbc.sql("SELECT COUNT(*) FROM comm_jobs WHERE organization_id = ?")
                .param(other.id())
                .query(Integer.class)
                .single();
    }
}
