package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AppointmentCommand;
import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked.Location;
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
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.job.Contacts;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several patients who are reached at one telephone, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class HouseholdTests extends RunningOrchestrator {

    private static final String MORNING = "2026-03-12T09:30:00-04:00";
    private static final String AFTERNOON = "2026-03-12T14:00:00-04:00";

    private final JdbcClient jdbc;
    private final Contacts contacts;
    private final SettableClock clock;
    private Clinic clinic;
    private long mother;
    private long child;

    HouseholdTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            Contacts contacts,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.jdbc = jdbc;
        this.contacts = contacts;
        this.clock = clock;
        clinic = clinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = clinic().open();
        mother = clinic.patient();
        child = sharing(mother, "en");
    }

    @AfterEach
    void turnBackTheClock() {
        clock.set(SettableClock.START);
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
    void keepTheirOwnTimesWhenNobodyElseIsLeft() {
        var childs = book(child, MORNING);
        awaitReminders("alone queued", 2);
        book(mother, "2026-03-12T18:00:00-04:00");
        awaitReminders("alone cancelled", 2, "together queued", 2);

        clinic.close("appointment.cancelled", childs, 2, child);

        awaitReminders("alone cancelled", 2, "alone queued", 2, "together cancelled", 2);
        assertThat(reminders("alone", "queued"))
                .extracting(
                        Reminder::patient,
                        each -> each.due().dueAt().toString(),
                        each -> each.due().expiresAt().toString())
                .containsExactly(
                        tuple(mother, "2026-03-09T22:00:00Z", "2026-03-12T21:00:00Z"),
                        tuple(mother, "2026-03-11T22:00:00Z", "2026-03-12T21:00:00Z"));
    }

    @Test
    void areToldElsewhereWhenTheySwitchTheSharedChannelOff() {
        together();
        Neighbours.prefers(byEmailOnly(clinic.preferences(mother, true)));

        switchOff(mother);

        awaitReminders("alone cancelled", 2, "alone queued", 4, "together cancelled", 2);
        assertThat(reminders("alone", "queued"))
                .extracting(Reminder::patient, each -> each.due().channel())
                .containsExactlyInAnyOrder(
                        tuple(mother, Channel.EMAIL),
                        tuple(mother, Channel.EMAIL),
                        tuple(child, Channel.SMS),
                        tuple(child, Channel.SMS));
    }

    /** Whoever of them is the one whose message it was. */
    @Test
    void areToldElsewhereWhenAnotherOfThemHasStoppedTheSharedMessage() {
        var known = at(clinic.preferences(child, true), mother);
        var channels = new EnumMap<>(known.channels());
        channels.putAll(byEmailOnly(clinic.preferences(child, true)).channels());
        Neighbours.prefers(with(known, channels));
        together();
        Neighbours.prefers(byEmailOnly(clinic.preferences(mother, true)));
        Neighbours.prefers(byEmailOnly(clinic.preferences(child, true)));

        stop(mother);

        awaitReminders("alone cancelled", 2, "alone queued", 2, "together cancelled", 2);
        assertThat(reminders("alone", "queued"))
                .extracting(Reminder::patient, each -> each.due().channel())
                .containsExactly(tuple(child, Channel.EMAIL), tuple(child, Channel.EMAIL));

        stop(mother);
        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(reminders("alone", "queued")).hasSize(2));
        stop(child);
        awaitReminders("alone cancelled", 4, "together cancelled", 2);
    }

    @Test
    void areNotToldElsewhereWhatTheyHadStoppedWhicheverNewsComesFirst() {
        together();
        Neighbours.prefers(byEmailOnly(clinic.preferences(mother, true)));
        switchOff(mother);
        awaitReminders("alone cancelled", 2, "alone queued", 4, "together cancelled", 2);

        stop(mother);

        awaitReminders("alone cancelled", 6, "together cancelled", 2);
    }

    private void stop(long by) {
        kafka.publish(
                Topics.REPLY,
                Long.toString(by),
                new ReplyUnderstood(
                        Ids.next(),
                        clinic.id(),
                        by,
                        Channel.SMS,
                        Clinic.hash(mother),
                        Intent.STOP,
                        "en",
                        1,
                        "exact-stop",
                        null,
                        SettableClock.START));
    }

    private void switchOff(long by) {
        kafka.publish(
                Topics.PREFERENCE,
                Long.toString(by),
                new PreferenceChanged(
                        by,
                        clinic.id(),
                        3,
                        List.of("America/New_York"),
                        "en",
                        null,
                        null,
                        null,
                        Map.of(Channel.SMS, new Permission(false, false, null, null)),
                        SettableClock.START));
    }

    private static EffectivePreferences byEmailOnly(EffectivePreferences known) {
        return with(
                known,
                Map.of(Channel.EMAIL, Objects.requireNonNull(known.channels().get(Channel.EMAIL))));
    }

    private static EffectivePreferences with(EffectivePreferences known, Map<Channel, ChannelPreference> channels) {
        return new EffectivePreferences(
                known.patientId(),
                known.organizationId(),
                known.version() + 2,
                known.timezone(),
                known.candidateZones(),
                known.language(),
                known.quietStart(),
                known.quietEnd(),
                known.workStart(),
                known.workEnd(),
                known.bestHour(),
                channels);
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
    void areToldAloneWhenTheVisitOfWhoSpokeForThemIsCancelled() {
        var visit = together();
        clinic.close("appointment.cancelled", visit.childs(), 2, child);
        awaitReminders("alone cancelled", 2, "alone queued", 2, "together cancelled", 2);
        assertThat(reminders("alone", "queued"))
                .extracting(Reminder::patient, each -> each.due().dueAt().toString())
                .containsExactlyInAnyOrder(
                        tuple(mother, "2026-03-09T13:30:00Z"), tuple(mother, "2026-03-11T13:30:00Z"));
    }

    @Test
    void speakForThemselvesWhenNobodyElseIsLeft() {
        var visit = together();
        clinic.close("appointment.cancelled", visit.mothers(), 2, mother);
        awaitReminders("alone cancelled", 2, "alone queued", 2, "together cancelled", 2);
        assertThat(reminders("alone", "queued")).extracting(Reminder::patient).containsOnly(child);
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
        together();
        var own = reminders("alone", "cancelled").getFirst();
        var speaker = reminders("together", "queued").getFirst();
        Neighbours.prefers(at(clinic.preferences(child, false), mother));
        Neighbours.prefers(at(clinic.preferences(mother, false), mother));

        report(speaker.due(), DeliveryState.NOT_SENT, FailureClass.REFUSED, "opted-out");

        await().untilAsserted(() -> assertThat(
                        jdbc.sql("SELECT job_id, outcome FROM dlq_items WHERE organization_id = ?")
                                .param(clinic.id())
                                .query((row, n) -> tuple(row.getString("job_id"), row.getString("outcome")))
                                .list())
                .containsExactly(tuple(own.due().jobId().toString(), "contact-not-allowed")));
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

    /** The first reminder for both is called off one minute before its time, the second one days before. */
    private Reminder calledOffWhenDue() {
        var visit = together();
        var speaker = reminders("together", "queued").getFirst();
        clock.set(speaker.due().dueAt().minusSeconds(60));
        clinic.close("appointment.cancelled", visit.childs(), 2, child);
        awaitReminders("alone cancelled", 2, "alone queued", 1, "together cancelled", 2);
        return speaker;
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

    @Test
    void areToldOfNoMoreOnceTheirOwnReminderIsCalledOff() {
        together();
        var own = reminders("alone", "cancelled").getFirst();

        assertThat(cancel(own).at("/cancellation")).isEqualTo("done");

        awaitReminders("alone cancelled", 2, "alone queued", 1, "together cancelled", 1, "together queued", 1);
        assertThat(reminders("alone", "queued")).extracting(Reminder::patient).containsExactly(child);
        assertThat(cancel(own).at("/cancellation")).isEqualTo("done");
        assertThat(contacts.of(clinic.id(), mother, null, SettableClock.START).contacts())
                .as("her confirmation and the other reminder")
                .hasSize(2);
    }

    @Test
    void cannotCallOffWhatWasTold() {
        together();
        var own = reminders("alone", "cancelled").getFirst();
        var speaker = reminders("together", "queued").getFirst();
        report(speaker.due(), DeliveryState.ACCEPTED, null, null);
        awaitJob(speaker.due().jobId(), Milestone.SENT);

        assertThat(cancel(own).problem()).isEqualTo("already-sent");
    }

    @Test
    void areNotToldAloneWhatWasCalledOffMeanwhile() {
        together();
        var own = reminders("alone", "cancelled").getFirst();
        var speaker = reminders("together", "queued").getFirst();
        Neighbours.prefers(at(clinic.preferences(child, false), mother));
        var known = at(clinic.preferences(mother, true), mother);
        Neighbours.broken(mother);
        report(speaker.due(), DeliveryState.NOT_SENT, FailureClass.REFUSED, "opted-out");
        await().untilAsserted(() -> assertThat(replans(own)).isOne());

        assertThat(cancel(own).at("/cancellation")).isEqualTo("done");

        Neighbours.prefers(known);
        await().untilAsserted(() -> assertThat(replans(own)).isZero());
        awaitReminders("alone cancelled", 2, "together failed", 1, "together queued", 1);
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

    private Reply cancel(Reminder reminder) {
        return post("/api/v1/comm/jobs/" + reminder.due().jobId() + "/cancel", core(clinic), null, "");
    }

    private int replans(Reminder reminder) {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE event_id LIKE ? AND state = 'waiting'")
                .param("replan/%/" + reminder.due().jobId())
                .query(Integer.class)
                .single();
    }

    /** Mother and child are to be reminded together. */
    private Visits together() {
        var visits = new Visits(book(mother, MORNING), 0);
        awaitReminders("alone queued", 2);
        visits = new Visits(visits.mothers(), book(child, AFTERNOON));
        awaitReminders("alone cancelled", 2, "together queued", 2);
        return visits;
    }

    private record Visits(long mothers, long childs) {}

    private long book(long patient, String start) {
        var appointment = Clinic.number();
        clinic.book("appointment.booked", appointment, 1, patient, start);
        return appointment;
    }

    /** A patient who is reached at another one's telephone only. */
    private long sharing(long owner, String language) {
        var patient = clinic.patient();
        var preferences = at(clinic.preferences(patient, true), owner);
        Neighbours.prefers(new EffectivePreferences(
                patient,
                clinic.id(),
                1,
                preferences.timezone(),
                preferences.candidateZones(),
                language,
                preferences.quietStart(),
                preferences.quietEnd(),
                preferences.workStart(),
                preferences.workEnd(),
                preferences.bestHour(),
                preferences.channels()));
        return patient;
    }

    private static EffectivePreferences at(EffectivePreferences known, long owner) {
        var own = known.channels().get(Channel.SMS);
        var enabled = own != null && own.enabled();
        return new EffectivePreferences(
                known.patientId(),
                known.organizationId(),
                known.version() + 1,
                known.timezone(),
                known.candidateZones(),
                known.language(),
                known.quietStart(),
                known.quietEnd(),
                known.workStart(),
                known.workEnd(),
                known.bestHour(),
                Map.of(
                        Channel.SMS,
                        new ChannelPreference(
                                enabled,
                                false,
                                Clinic.number(owner),
                                Clinic.hash(owner),
                                enabled ? null : "opted-out")));
    }

    private void report(ContactDue due, DeliveryState state, @Nullable FailureClass failure, @Nullable String code) {
        kafka.publish(
                Topics.DELIVERY,
                due.jobId().toString(),
                new DeliveryReported(
                        due.jobId(),
                        clinic.id(),
                        due.patientId(),
                        Channel.SMS,
                        1,
                        state,
                        null,
                        failure,
                        code,
                        null,
                        false,
                        SettableClock.START.plusSeconds(5)));
    }

    /** Waits until there are so many reminders of each kind and no others. */
    private void awaitReminders(Object... expected) {
        await().untilAsserted(() -> assertThat(jdbc
                        .sql("""
                                SELECT CONCAT(IF(is_household, 'together ', 'alone '), status) AS kind, COUNT(*) AS jobs
                                FROM comm_jobs WHERE organization_id = ? AND purpose = 'appt_reminder'
                                GROUP BY 1 ORDER BY 1""")
                        .param(clinic.id())
                        .query((row, n) -> List.<Object>of(row.getString("kind"), row.getInt("jobs")))
                        .list()
                        .stream()
                        .flatMap(List::stream))
                .containsExactly(expected));
    }

    private List<Reminder> reminders(String kind, String status) {
        var jobs = jdbc.sql("""
                        SELECT id FROM comm_jobs
                        WHERE organization_id = ? AND purpose = 'appt_reminder' AND is_household = ? AND status = ?
                        ORDER BY scheduled_at""")
                .params(clinic.id(), kind.equals("together"), status)
                .query(String.class)
                .list();
        return jobs.stream()
                .map(UUID::fromString)
                .map(job -> kafka.await(
                        Topics.SCHEDULE, ContactDue.class, each -> each.jobId().equals(job)))
                .map(due -> new Reminder(due.patientId(), due))
                .toList();
    }

    private record Reminder(long patient, ContactDue due) {}
}
