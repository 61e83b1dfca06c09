package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.PreferencesLike;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.job.Contacts;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several patients who are reached at one address, and what tests do with them. */
abstract class OneHousehold extends RunningOrchestrator {

    static final String MORNING = "2026-03-12T09:30:00-04:00";
    static final String AFTERNOON = "2026-03-12T14:00:00-04:00";

    final JdbcClient jdbc;
    final Contacts contacts;
    final SettableClock clock;
    Clinic clinic;
    long mother;
    long child;

    OneHousehold(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            Contacts contacts,
            SettableClock clock,
            int port) {
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

    int replans(Reminder reminder) {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE event_id LIKE ? AND state = 'waiting'")
                .param("replan/%/" + reminder.due().jobId())
                .query(Integer.class)
                .single();
    }

    /** Mother and child are to be reminded together. */
    Visits together() {
        var visits = new Visits(book(mother, MORNING), 0);
        awaitReminders("alone queued", 2);
        visits = new Visits(visits.mothers(), book(child, AFTERNOON));
        awaitReminders("alone cancelled", 2, "together queued", 2);
        return visits;
    }

    record Visits(long mothers, long childs) {}

    long book(long patient, String start) {
        var appointment = Clinic.number();
        clinic.book("appointment.booked", appointment, 1, patient, start);
        return appointment;
    }

    /** A patient who is reached at another one's telephone only. */
    long sharing(long owner, String language) {
        var patient = clinic.patient();
        Neighbours.prefers(new PreferencesLike(at(clinic.preferences(patient, true), owner))
                .language(language)
                .preferences());
        return patient;
    }

    /** The same, reached at another one's telephone. */
    static EffectivePreferences at(EffectivePreferences known, long owner) {
        var own = known.channels().get(Channel.SMS);
        var enabled = own != null && own.enabled();
        return new PreferencesLike(known)
                .newer()
                .only(Map.of(
                        Channel.SMS,
                        new ChannelPreference(
                                enabled,
                                false,
                                Clinic.number(owner),
                                Clinic.hash(owner),
                                enabled ? null : "opted-out")))
                .preferences();
    }

    void report(ContactDue due, DeliveryState state, @Nullable FailureClass failure, @Nullable String code) {
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
    void awaitReminders(Object... expected) {
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

    List<Reminder> reminders(String kind, String status) {
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

    record Reminder(long patient, ContactDue due) {}
}
