package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.optimizer.learning.AgeBand;
import com.ovhi.outreach.optimizer.risk.NoShowModel.Visit;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code engagement_visits}: when patients come, and how often they did not. Every method runs in the caller's
 * transaction.
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

    private final JdbcClient jdbc;
    private final Clock clock;

    Visits(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Keeps in which band of ages a patient is, and nothing else of a registration. */
    void registered(PatientRegistered patient) {
        var today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        jdbc.sql("""
                        INSERT INTO engagement_patients (patient_id, organization_id, age_band) VALUES (?, ?, ?)
                        ON DUPLICATE KEY UPDATE age_band = VALUES(age_band)""")
                .param(patient.patientId())
                .param(patient.organizationId())
                .param(AgeBand.of(patient.birthDate(), today).code())
                .update();
    }

    void booked(AppointmentBooked visit, Instant at) {
        jdbc.sql("""
                        INSERT INTO engagement_visits (appointment_id, version, patient_id, organization_id, start_at,
                            weekday, booked_at, state)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE
                            state = IF(VALUES(version) > version, VALUES(state), state),
                            weekday = IF(VALUES(version) > version, VALUES(weekday), weekday),
                            start_at = IF(VALUES(version) > version, VALUES(start_at), start_at),
                            version = GREATEST(version, VALUES(version))""")
                .params(
                        visit.appointmentId(),
                        visit.version(),
                        visit.patientId(),
                        visit.organizationId(),
                        Timestamp.from(visit.start().toInstant()),
                        visit.start().getDayOfWeek().getValue(),
                        Timestamp.from(at),
                        BOOKED)
                .update();
        learn(visit.patientId(), visit.organizationId());
    }

    void closed(AppointmentClosed visit, String state) {
        jdbc.sql("UPDATE engagement_visits SET state = ?, version = ? WHERE appointment_id = ? AND version <= ?")
                .params(state, visit.version(), visit.appointmentId(), visit.version())
                .update();
        learn(visit.patientId(), visit.organizationId());
    }

    private void learn(long patient, long organization) {
        jdbc.sql("""
                        INSERT INTO engagement_patients (patient_id, organization_id, learn_at) VALUES (?, ?, ?)
                        ON DUPLICATE KEY UPDATE learn_at = LEAST(COALESCE(learn_at, VALUES(learn_at)), VALUES(learn_at))""")
                .params(patient, organization, Timestamp.from(clock.instant()))
                .update();
    }

    /** The next visit of each patient who has one, as it looks beforehand. */
    Map<Long, Visit> next(Collection<Patient> patients, Instant now) {
        var rows = jdbc
                .sql("SELECT patient_id, start_at, weekday, booked_at, state FROM engagement_visits"
                        + " WHERE patient_id IN (:ids) AND start_at > :since ORDER BY start_at")
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
