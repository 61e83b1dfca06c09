package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import com.ovhi.outreach.common.messaging.Times;
import com.ovhi.outreach.optimizer.learning.AgeBand;
import com.ovhi.outreach.optimizer.risk.NoShowModel.Visit;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code engagement_visits}: when patients come, and how often they did not, whatever the order in which it is told; an event
 * with an instant the database cannot hold is set aside. Every method runs in the caller's transaction.
 */
@Repository
class Visits {

    static final String BOOKED = "booked";
    static final String CANCELLED = "cancelled";
    static final String COMPLETED = "completed";
    static final String MISSED = "no_show";

    private static final int LAST = 5;
    private static final int PURGE_CHUNK = 5_000;
    /** Habits of coming change more slowly than those of answering. */
    private static final Duration MEMORY = Duration.ofDays(730);

    private static final String REGISTER =
            "INSERT INTO engagement_patients (patient_id, organization_id, age_band) VALUES (?, ?, ?)"
                    + " ON DUPLICATE KEY UPDATE age_band = VALUES(age_band)";

    // Assignments are made from left to right: versions, with which the others compare, come last.
    private static final String BOOK = """
            INSERT INTO engagement_visits (appointment_id, version, placed_version, patient_id, organization_id, start_at,
                weekday, booked_at, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE
                state = IF(VALUES(version) > version, VALUES(state), state),
                weekday = IF(VALUES(version) > COALESCE(placed_version, version), VALUES(weekday), weekday),
                start_at = IF(VALUES(version) > COALESCE(placed_version, version), VALUES(start_at), start_at),
                booked_at = LEAST(booked_at, VALUES(booked_at)),
                placed_version = GREATEST(COALESCE(placed_version, version), VALUES(version)),
                version = GREATEST(version, VALUES(version))""";

    private static final String CLOSE = """
            INSERT INTO engagement_visits (appointment_id, version, placed_version, patient_id, organization_id, start_at,
                weekday, booked_at, state)
            VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE
                state = IF(VALUES(version) >= version, VALUES(state), state),
                placed_version = COALESCE(placed_version, version),
                version = GREATEST(version, VALUES(version))""";

    private final Patients patients;
    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;

    Visits(Patients patients, JdbcClient jdbc, JdbcTemplate batches, Clock clock) {
        this.patients = patients;
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
    }

    /** Keeps in which bands of ages patients are, and nothing else of their registrations. */
    void registered(List<PatientRegistered> registrations) {
        var today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        var inOrder = registrations.stream()
                .sorted(Comparator.comparingLong(PatientRegistered::patientId))
                .toList();
        batches.batchUpdate(REGISTER, inOrder, inOrder.size(), (statement, each) -> {
            statement.setLong(1, each.patientId());
            statement.setLong(2, each.organizationId());
            statement.setString(3, AgeBand.of(each.birthDate(), today).code());
        });
    }

    /** Visits are booked or moved, at the instants the events' headers say. */
    void booked(List<Event<AppointmentBooked>> events) {
        learn(
                events.stream().map(Event::content).toList(),
                AppointmentBooked::patientId,
                AppointmentBooked::organizationId);
        var inOrder = events.stream()
                .sorted(Comparator.comparingLong(each -> each.content().appointmentId()))
                .toList();
        batches.batchUpdate(BOOK, inOrder, inOrder.size(), (statement, each) -> {
            var visit = each.content();
            statement.setLong(1, visit.appointmentId());
            statement.setInt(2, visit.version());
            statement.setInt(3, visit.version());
            statement.setLong(4, visit.patientId());
            statement.setLong(5, visit.organizationId());
            statement.setTimestamp(6, Timestamp.from(Times.kept(visit.start().toInstant())));
            statement.setInt(7, visit.start().getDayOfWeek().getValue());
            statement.setTimestamp(8, Timestamp.from(Times.kept(each.headers().time())));
            statement.setString(9, BOOKED);
        });
    }

    /** Visits have ended; when they begin may still have to be told. */
    void closed(String state, List<Event<AppointmentClosed>> events) {
        learn(
                events.stream().map(Event::content).toList(),
                AppointmentClosed::patientId,
                AppointmentClosed::organizationId);
        var inOrder = events.stream()
                .sorted(Comparator.comparingLong(each -> each.content().appointmentId()))
                .toList();
        batches.batchUpdate(CLOSE, inOrder, inOrder.size(), (statement, each) -> {
            var visit = each.content();
            var at = Times.kept(each.headers().time());
            statement.setLong(1, visit.appointmentId());
            statement.setInt(2, visit.version());
            statement.setLong(3, visit.patientId());
            statement.setLong(4, visit.organizationId());
            statement.setTimestamp(5, Timestamp.from(at));
            statement.setInt(6, at.atOffset(ZoneOffset.UTC).getDayOfWeek().getValue());
            statement.setTimestamp(7, Timestamp.from(at));
            statement.setString(8, state);
        });
    }

    private <T> void learn(List<T> visits, ToLongFunction<T> patient, ToLongFunction<T> organization) {
        var organizations = new TreeMap<Long, Long>();
        visits.forEach(each -> organizations.put(patient.applyAsLong(each), organization.applyAsLong(each)));
        patients.learnFrom(organizations, clock.instant());
    }

    /** The next visit of each patient who has one, as it looks beforehand. */
    Map<Long, Visit> next(Collection<Patient> patients, Instant now) {
        var rows = jdbc
                .sql("SELECT patient_id, start_at, weekday, booked_at, state FROM engagement_visits"
                        + " WHERE patient_id IN (:ids) AND start_at > :since AND COALESCE(placed_version, version) >= 0"
                        + " ORDER BY start_at")
                .param("ids", patients.stream().map(Patient::id).toList())
                .param("since", Timestamp.from(now.minus(MEMORY)))
                .query((row, _) -> new Row(
                        row.getLong("patient_id"),
                        row.getTimestamp("start_at").toInstant(),
                        DayOfWeek.of(row.getInt("weekday")),
                        row.getTimestamp("booked_at").toInstant(),
                        row.getString("state")))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Row::patient));
        var young = patients.stream().collect(Collectors.toMap(Patient::id, each -> each.ageBand() == AgeBand.YOUNG));
        var next = new HashMap<Long, Visit>();
        rows.forEach((patient, its) -> its.stream()
                .filter(row -> row.state().equals(BOOKED) && row.start().isAfter(now))
                .findFirst()
                .map(row -> visit(row, its, young.getOrDefault(patient, false)))
                .ifPresent(visit -> next.put(patient, visit)));
        return next;
    }

    private static Visit visit(Row row, List<Row> all, boolean young) {
        var past = all.stream()
                .filter(each -> each.state().equals(COMPLETED) || each.state().equals(MISSED))
                .toList();
        var last = past.subList(Math.max(0, past.size() - LAST), past.size());
        return new Visit(
                row.start(),
                (int) last.stream().filter(each -> each.state().equals(MISSED)).count(),
                Math.max(0, Duration.between(row.bookedAt(), row.start()).toDays()),
                past.stream().noneMatch(each -> each.state().equals(COMPLETED)),
                young,
                row.day());
    }

    /** Deletes a chunk of what is too old; false when nothing is left. */
    boolean purge(Instant now) {
        return jdbc.sql("DELETE FROM engagement_visits WHERE start_at < ? LIMIT " + PURGE_CHUNK)
                        .param(Timestamp.from(now.minus(MEMORY)))
                        .update()
                == PURGE_CHUNK;
    }

    private record Row(long patient, Instant start, DayOfWeek day, Instant bookedAt, String state) {}
}
