package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The reminders of days on which a record that is given up has visits: none is lost, none comes twice. Against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class MergedDayTests extends EndingRecords {

    MergedDayTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, clock, port);
    }

    @Test
    void visitsOfOneDayBecomeOneReminder() {
        var stays = clinic.patient();
        book(stays, 1, AFTERNOON);
        book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L), tuple(stays, "queued", 3L));

        merge(patient, stays);

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "cancelled", 2L), tuple(stays, "queued", 4L));
        assertThat(Neighbours.renderings(clinic.name()))
                .anySatisfy(
                        each -> assertThat(each.variables().get("visit_time")).contains("09:30", ",", "14:00"));
    }

    /** A day before that time a booking would leave them out, but nobody has just been told of this visit. */
    @Test
    void remindersThatAreDueSoonAreStillToCome() {
        book(patient, 1, "2026-03-22T09:30:00-04:00");
        awaitJobs(tuple(patient, "queued", 3L));
        sendWhatIsDueBefore("2026-03-18T17:30:00Z");
        var stays = clinic.patient();

        merge(patient, stays);

        await().untilAsserted(() ->
                assertThat(reminders(stays)).containsExactly("2026-03-19T13:30:00Z", "2026-03-21T13:30:00Z"));
        assertThat(reminders(patient)).isEmpty();
    }

    /** What is called off because a day was planned anew keeps its slot, and names go on from there. */
    @ParameterizedTest(name = "planned anew {0} and {1} times, the other has a visit: {2}")
    @CsvSource({"1, 0, false", "1, 0, true", "2, 1, true", "0, 2, true", "1, 2, true", "3, 0, false", "0, 1, false"})
    void noneIsLostHoweverOftenTheDayWasPlannedBefore(int formerly, int there, boolean visited) {
        var stays = clinic.patient();
        book(patient, 1, MORNING);
        awaitReminders(patient, 2);
        if (visited) {
            book(stays, 1, AFTERNOON);
            awaitReminders(stays, 2);
        }
        planAnew(patient, formerly, 2);
        planAnew(stays, there, visited ? 2 : 0);

        merge(patient, stays);

        await().untilAsserted(() -> assertThat(reminders(stays)).isEqualTo(REMINDERS));
        assertThat(reminders(patient)).isEmpty();
        assertThat(refusals()).doesNotContain("duplicate-contact");
    }

    @Test
    void noneIsLostWhenTheDayChangesAfterwards() {
        var stays = clinic.patient();
        book(patient, 1, MORNING);
        awaitReminders(patient, 2);
        planAnew(patient, 1, 2);
        merge(patient, stays);
        await().untilAsserted(() -> assertThat(reminders(stays)).isEqualTo(REMINDERS));

        planAnew(stays, 2, 2);

        await().untilAsserted(() -> assertThat(reminders(stays)).isEqualTo(REMINDERS));
        assertThat(refusals()).doesNotContain("duplicate-contact");
    }

    /** Requests wait until preference-service knows their patient; then they are those of the other record. */
    @Test
    void whatIsStillToBeDecidedFollowsAndReplacesNothing() {
        var stays = clinic.patient();
        book(stays, 1, AFTERNOON);
        awaitReminders(stays, 2);
        Neighbours.unknown(patient);
        book(patient, 1, MORNING);
        await().until(() -> jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE awaited = ? AND state = 'waiting'")
                        .param("patient/" + clinic.id() + "/" + patient)
                        .query(Integer.class)
                        .single()
                == 3);

        merge(patient, stays);

        awaitReminders(stays, 4);
        assertThat(reminders(stays)).containsAll(REMINDERS);
        assertThat(refusals()).isEmpty();
    }

    /** A visit comes to the day and leaves it, as often as said. */
    private void planAnew(long of, int times, int left) {
        for (var time = 0; time < times; time++) {
            var before = plan(of);
            var visit = book(of, 1, "2026-03-12T11:00:00-04:00");
            awaitPlan(of, before, 2);
            var between = plan(of);
            clinic.close("appointment.cancelled", visit, 2, of);
            awaitPlan(of, between, left);
        }
    }

    /** Waits until a later plan has replaced one, and all that it asked for waits. */
    private void awaitPlan(long of, int before, int waiting) {
        await().untilAsserted(() -> {
            assertThat(plan(of)).isGreaterThan(before);
            assertThat(reminders(of)).hasSize(waiting);
            assertThat(jdbc.sql("""
                            SELECT COUNT(*) FROM comm_jobs job JOIN visit_day_requests planned USING (request_id)
                            WHERE job.patient_id = ? AND job.status = 'queued' AND planned.plan = ?""").params(of, plan(of)).query(Integer.class).single())
                    .isEqualTo(waiting);
        });
    }

    private int plan(long of) {
        return jdbc.sql("SELECT COALESCE(MAX(plan), 0) FROM visit_days WHERE patient_id = ?")
                .param(of)
                .query(Integer.class)
                .single();
    }

    /**
     * The provider may be hearing of one that is due, whatever has been heard of it: it is told in its own slot, which lets no
     * second one in, and that of the other record by itself.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | | PROCESSING ACCEPTED",
                "true | | NOT_SENT",
                "true | PROCESSING | ACCEPTED",
                "true | PROCESSING NOT_SENT | PROCESSING ACCEPTED",
                "true | ACCEPTED | ",
                "false | | PROCESSING ACCEPTED",
                "false | | NOT_SENT",
                "false | PROCESSING | NOT_SENT",
                "false | ACCEPTED | "
            })
    void whatMayBeUnderWayIsToldInItsOwnSlot(boolean formers, @Nullable String before, @Nullable String after) {
        var stays = clinic.patient();
        var first = formers ? patient : stays;
        var second = formers ? stays : patient;
        book(first, 1, MORNING);
        book(second, 1, AFTERNOON);
        awaitReminders(first, 2);
        awaitReminders(second, 2);
        sendWhatIsDueBefore("2026-03-11T13:31:00Z", "1d");
        var due = waiting(first);
        var later = waiting(second);
        var heard = report(due, before, 1);

        merge(patient, stays);
        await().until(() -> stands(patient) == stays);

        if (!formers) {
            assertThat(deliveries.successor(later).patientId()).isEqualTo(stays);
        } else if (!heard.contains(DeliveryState.ACCEPTED)) {
            assertThat(deliveries.successor(due).patientId()).isEqualTo(stays);
        }
        report(due, after, heard.contains(DeliveryState.NOT_SENT) ? 2 : 1);
        await().during(Duration.ofMillis(700)).untilAsserted(() -> {
            assertThat(jobs(stays, due, later)).isEqualTo(formers && heard.contains(DeliveryState.ACCEPTED) ? 1 : 2);
            assertThat(Neighbours.renderings(clinic.name()))
                    .noneSatisfy(each ->
                            assertThat(each.variables().get("visit_time")).contains("09:30", "14:00"));
        });
    }

    /** The reminder of the day before that waits for a patient. */
    private UUID waiting(long of) {
        return UUID.fromString(jdbc.sql(
                        "SELECT id FROM comm_jobs WHERE patient_id = ? AND status = 'queued' AND purpose = 'appt_reminder'")
                .param(of)
                .query(String.class)
                .single());
    }

    /** How many jobs of a patient there are in the slots of these. */
    private int jobs(long of, UUID one, UUID other) {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM comm_jobs told JOIN comm_jobs job ON job.slot_id = told.slot_id
                        WHERE told.patient_id = ? AND job.id IN (?, ?)""")
                .params(of, one.toString(), other.toString())
                .query(Integer.class)
                .single();
    }

    /** Reports what became of an attempt, and waits until it is known. */
    private List<DeliveryState> report(UUID job, @Nullable String states, int attempt) {
        var reported = states == null
                ? List.<DeliveryState>of()
                : Stream.of(states.split(" ")).map(DeliveryState::valueOf).toList();
        reported.forEach(state -> {
            var failure = state == DeliveryState.NOT_SENT ? FailureClass.RETRY : null;
            deliveries.report(job, state, failure, failure == null ? "" : "20429", attempt);
            await().untilAsserted(() -> assertThat(jdbc.sql(
                                    "SELECT sent_at IS NOT NULL AS accepted, processing_attempt, refused_attempt FROM comm_jobs WHERE id = ?")
                            .param(job.toString())
                            .query((row, _) -> switch (state) {
                                case ACCEPTED -> row.getBoolean("accepted");
                                case PROCESSING -> row.getInt("processing_attempt") == attempt;
                                default -> row.getInt("refused_attempt") == attempt;
                            })
                            .single())
                    .isTrue());
        });
        return reported;
    }

    /** Time passes, and all that is due is sent, but what is named. */
    private void sendWhatIsDueBefore(String time, String... but) {
        clock.set(Instant.parse(time));
        jdbc
                .sql("""
                        SELECT job.id, slot.occasion_key FROM comm_jobs job JOIN contact_slots slot ON slot.id = job.slot_id
                        WHERE job.organization_id = ? AND job.status = 'queued' AND job.scheduled_at < ?""")
                .params(clinic.id(), Timestamp.from(clock.instant()))
                .query((row, _) -> Map.entry(row.getString("id"), row.getString("occasion_key")))
                .list()
                .stream()
                .filter(each -> Stream.of(but).noneMatch(name -> each.getValue().endsWith("/" + name)))
                .map(each -> UUID.fromString(each.getKey()))
                .forEach(job -> {
                    deliveries.report(job, DeliveryState.ACCEPTED, null, "", 1);
                    await().untilAsserted(() -> assertThat(jdbc.sql("SELECT status FROM comm_jobs WHERE id = ?")
                                    .param(job.toString())
                                    .query(String.class)
                                    .single())
                            .isEqualTo("sent"));
                });
    }
}
