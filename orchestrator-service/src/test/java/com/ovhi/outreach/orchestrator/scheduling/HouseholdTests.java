package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked.Location;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.PreferencesLike;
import com.ovhi.outreach.orchestrator.job.Contacts;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several patients who are reached at one address: when they are told together, and what. Against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class HouseholdTests extends OneHousehold {

    HouseholdTests(
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
    void areRemindedOnceOfADayWithoutNamesOrHours() {
        book(mother, MORNING);
        awaitReminders("alone queued", 2);
        book(child, AFTERNOON);
        awaitReminders("alone cancelled", 2, "together queued", 2);
        assertThat(reminders("together", "queued"))
                .extracting(
                        Reminder::patient,
                        each -> each.due().dueAt().toString(),
                        each -> each.due().expiresAt().toString())
                .as("with the first of them")
                .containsExactlyInAnyOrder(
                        tuple(child, "2026-03-09T13:30:00Z", "2026-03-12T12:30:00Z"),
                        tuple(child, "2026-03-11T13:30:00Z", "2026-03-12T12:30:00Z"));
        assertThat(get(
                                "/api/v1/comm/jobs/"
                                        + reminders("together", "queued")
                                                .getFirst()
                                                .due()
                                                .jobId(),
                                core(clinic))
                        .at("/decision/sentence"))
                .contains("in one message with others who are reached there");
        assertThat(Neighbours.renderings(clinic.name()))
                .filteredOn(each -> "household".equals(each.variant()))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.variables())
                        .isEqualTo(Map.of(
                                "clinic_name", clinic.name(),
                                "clinic_phone", "+12125550000",
                                "visit_date", "2026-03-12")));
        await().untilAsserted(() -> assertThat(kafka.events(Topics.JOB, JobChanged.class).stream()
                        .filter(each -> each.organizationId() == clinic.id())
                        .filter(each -> Boolean.TRUE.equals(each.household()))
                        .map(JobChanged::milestone))
                .containsExactly(Milestone.SCHEDULED, Milestone.SCHEDULED));
    }

    /** Whatever they share: what counts is the address, on the channel on which it is used. */
    @ParameterizedTest
    @EnumSource(names = {"EMAIL", "WHATSAPP"})
    void areRemindedOnceWhereverTheyShareAnAddress(Channel channel) {
        for (var patient : List.of(mother, child)) {
            Neighbours.prefers(new PreferencesLike(clinic.preferences(patient, true))
                    .only(Map.of(channel, new ChannelPreference(true, false, "shared", Clinic.hash(mother), null)))
                    .preferences());
        }
        book(mother, MORNING);
        awaitReminders("alone queued", 2);

        book(child, AFTERNOON);

        awaitReminders("alone cancelled", 2, "together queued", 2);
        assertThat(reminders("together", "queued"))
                .extracting(Reminder::patient, each -> each.due().channel())
                .containsExactly(tuple(child, channel), tuple(child, channel));
    }

    @Test
    void areShownWhichJobTellsOfTheirs() {
        together();
        var own = reminders("alone", "cancelled").getFirst();

        assertThat(get("/api/v1/comm/jobs/" + own.due().jobId(), core(clinic)).at("/told_by_job_id"))
                .isEqualTo(
                        reminders("together", "queued").getFirst().due().jobId().toString());
    }

    @Test
    void countsAsAContactOfEachOfThem() {
        together();
        assertThat(contacts.of(clinic.id(), mother, null, SettableClock.START).contacts())
                .as("the confirmation and two reminders")
                .hasSize(3);
        assertThat(contacts.of(clinic.id(), child, null, SettableClock.START).contacts())
                .hasSize(3);
    }

    @Test
    void mayBeMoreThanTwo() {
        together();
        book(sharing(mother, "en"), "2026-03-12T11:00:00-04:00");
        awaitReminders("alone cancelled", 2, "together cancelled", 2, "together queued", 2);
    }

    @Test
    void areRemindedOneByOneOfDifferentDays() {
        book(mother, MORNING);
        awaitReminders("alone queued", 2);
        book(child, "2026-03-13T14:00:00-04:00");
        awaitReminders("alone queued", 4);
    }

    @Test
    void areRemindedOneByOneWhenThereIsNoTextForThemAll() {
        book(mother, MORNING);
        awaitReminders("alone queued", 2);
        book(sharing(mother, "vi"), AFTERNOON);
        awaitReminders("alone queued", 4);
    }

    @Test
    void areRemindedOneByOneWhenThereIsNoTimeForThemAll() {
        clinic = usualClinic();
        assertThat(settings(clinic, 1, 20, 7, 3).status()).isEqualTo(200);
        clinic.open();
        mother = clinic.patient();
        child = sharing(mother, "en");
        Neighbours.prefers(at(clinic.preferences(mother, true), mother));
        book(child, "2026-03-12T09:00:00-04:00");
        awaitReminders("alone queued", 2);
        var other = reminder(clinic, mother, ", \"send_at\": \"2026-03-11T16:00:00Z\"")
                .replace("appt_reminder", "lab_ready");
        assertThat(schedule(clinic, "other-" + mother, other).status()).isEqualTo(201);

        book(mother, "2026-03-12T18:00:00-04:00");

        awaitReminders("alone cancelled", 1, "alone queued", 2, "together queued", 1);
        assertThat(reminders("alone", "queued"))
                .extracting(Reminder::patient, each -> each.due().dueAt().toString())
                .as("the mother, who gets something else the day before, hears of her own visit in time")
                .containsExactly(tuple(child, "2026-03-11T13:00:00Z"), tuple(mother, "2026-03-12T16:00:00Z"));
    }

    @Test
    void areRemindedOneByOneWhenOneOfThemWouldGetTooMuchAtThatTime() {
        clinic = usualClinic();
        assertThat(settings(clinic, 1, 20, 7, 3).status()).isEqualTo(200);
        clinic.open();
        mother = clinic.patient();
        child = sharing(mother, "en");
        Neighbours.prefers(at(clinic.preferences(mother, true), mother));
        book(mother, "2026-03-12T18:00:00-04:00");
        awaitReminders("alone queued", 2);
        var other = reminder(clinic, mother, ", \"send_at\": \"2026-03-10T20:00:00Z\"")
                .replace("appt_reminder", "lab_ready");
        assertThat(schedule(clinic, "other-" + mother, other).status()).isEqualTo(201);

        book(child, "2026-03-12T09:00:00-04:00");

        awaitReminders("alone cancelled", 1, "alone queued", 2, "together queued", 1);
        assertThat(reminders("alone", "queued"))
                .extracting(Reminder::patient, each -> each.due().dueAt().toString())
                .as("a day before hers, the mother has something else within a day of the child's hour")
                .containsExactly(tuple(child, "2026-03-11T13:00:00Z"), tuple(mother, "2026-03-11T22:00:00Z"));
    }

    @Test
    void areStrangersInAnotherOrganization() {
        book(mother, MORNING);
        awaitReminders("alone queued", 2);
        var other = clinic().open();
        var stranger = other.patient();
        Neighbours.prefers(at(other.preferences(stranger, true), mother));
        other.book("appointment.booked", Clinic.number(), 1, stranger, AFTERNOON);
        await().untilAsserted(() -> assertThat(
                        jdbc.sql("SELECT COUNT(*) FROM comm_jobs WHERE organization_id = ? AND status = 'queued'")
                                .param(other.id())
                                .query(Integer.class)
                                .single())
                .isEqualTo(3));
        awaitReminders("alone queued", 2);
    }

    @Test
    void hearNothingOfSensitiveVisitsWhoeverBooksFirst() {
        sensitive(child, AFTERNOON);
        awaitReminders("alone queued", 2);
        book(mother, MORNING);
        awaitReminders("alone queued", 4);
        sensitive(sharing(mother, "en"), AFTERNOON);
        awaitReminders("alone queued", 6);
    }

    private void sensitive(long patient, String start) {
        kafka.publish(
                Topics.OVHI_APPOINTMENT,
                Long.toString(patient),
                "appointment.booked",
                new AppointmentBooked(
                        Clinic.number(),
                        1,
                        patient,
                        clinic.id(),
                        1454,
                        new Location("Site", "+12125550001", "America/New_York"),
                        OffsetDateTime.parse(start),
                        30,
                        true,
                        null));
    }
}
