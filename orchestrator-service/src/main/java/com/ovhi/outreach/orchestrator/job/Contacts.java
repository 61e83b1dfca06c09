package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.time.UtcTime;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.projection.Several;
import com.ovhi.outreach.orchestrator.projection.VisitRef;
import com.ovhi.outreach.orchestrator.rules.Contact;
import com.ovhi.outreach.orchestrator.rules.Contact.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What each patient got lately and will get. Thread-safe. */
@Repository
public class Contacts {

    /** The longest in which contacts are counted. */
    static final Duration WINDOW = Duration.ofDays(7);

    private static final int LOOK_BACK_DAYS = 30;

    /** What has one of these although its time has come reaches the patient now at the earliest. */
    private static final Set<String> WAITING = Set.of("queued", "processing");

    /** All it reads of jobs stands in {@code idx_comm_jobs_contacts}. */
    static final String LATELY = """
            SELECT job.organization_id, job.patient_id, job.slot_id, job.channel, job.purpose, job.is_urgent,
                job.allowance, job.status, job.sent_at, job.scheduled_at
            FROM comm_jobs job
            WHERE job.organization_id IN (:organizations) AND job.patient_id IN (:patients)
                AND job.scheduled_at > :from
            UNION ALL
            SELECT member.organization_id, member.patient_id, job.slot_id, job.channel, job.purpose, job.is_urgent,
                job.allowance, job.status, job.sent_at, job.scheduled_at
            FROM household_members member JOIN comm_jobs job ON job.id = member.job_id
            WHERE member.organization_id IN (:organizations) AND member.patient_id IN (:patients)
                AND job.scheduled_at > :from
            ORDER BY scheduled_at""";

    private final JdbcClient jdbc;
    private final Patients patients;

    Contacts(JdbcClient jdbc, Patients patients) {
        this.jdbc = jdbc;
        this.patients = patients;
    }

    /**
     * Of a patient, from a month ago on.
     *
     * @param exceptSlot whose contact is not counted, null for none
     */
    @Transactional(readOnly = true)
    public History of(long organizationId, long patientId, @Nullable UUID exceptSlot, Instant now) {
        var patient = new PatientRef(organizationId, patientId);
        return of(Set.of(patient), now).getOrDefault(patient, History.EMPTY).except(exceptSlot);
    }

    /** Of patients, from a month ago on; those who have none are left out. */
    @Transactional(readOnly = true)
    public Map<PatientRef, History> of(Set<PatientRef> patients, Instant now) {
        var rows = new HashMap<PatientRef, List<Row>>();
        Several.of(patients)
                .in(jdbc.sql(LATELY))
                .param("from", UtcTime.of(now.minus(LOOK_BACK_DAYS, ChronoUnit.DAYS)))
                .query(row -> {
                    var patient = new PatientRef(row.getLong("organization_id"), row.getLong("patient_id"));
                    rows.computeIfAbsent(patient, _ -> new ArrayList<>()).add(read(row, now));
                });
        return rows.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> new History(each.getValue())));
    }

    /**
     * Of each of these patients but those who are gone; nobody else plans a contact for any of them until the transaction ends.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<PatientRef, History> lock(Set<PatientRef> locked, Instant now) {
        return ofEach(patients.lock(locked), now);
    }

    /** Like {@link #lock(Set, Instant)}, but waits for nobody: those are left out that somebody else has locked. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<PatientRef, History> lockFree(Set<PatientRef> wanted, Instant now) {
        return ofEach(patients.lockFree(wanted), now);
    }

    private Map<PatientRef, History> ofEach(Set<PatientRef> locked, Instant now) {
        var histories = locked.isEmpty() ? Map.<PatientRef, History>of() : of(locked, now);
        return locked.stream()
                .collect(Collectors.toMap(each -> each, each -> histories.getOrDefault(each, History.EMPTY)));
    }

    /** The same of one, without the contact of a slot, if one is given; empty when the patient is gone. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<History> lock(PatientRef patient, @Nullable UUID exceptSlot, Instant now) {
        return Optional.ofNullable(lock(Set.of(patient), now).get(patient)).map(history -> history.except(exceptSlot));
    }

    /** Nobody else plans a contact for a patient until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(PatientRef patient) {
        patients.lock(Set.of(patient));
    }

    private static Row read(ResultSet row, Instant now) throws SQLException {
        var sent = UtcTime.read(row, "sent_at");
        var status = row.getString("status");
        var at = sent == null ? Objects.requireNonNull(UtcTime.read(row, "scheduled_at")) : sent;
        return new Row(
                new Contact(
                        Channel.of(row.getString("channel")),
                        kind(row),
                        sent == null && WAITING.contains(status) && at.isBefore(now) ? now : at),
                status,
                sent != null,
                UUID.fromString(row.getString("slot_id")));
    }

    /** What was planned before allowances were written down is counted by its purpose. */
    private static Kind kind(ResultSet row) throws SQLException {
        var allowance = row.getString("allowance");
        return allowance == null
                ? Kind.of(Purpose.of(row.getString("purpose")), row.getBoolean("is_urgent"))
                : Kind.of(allowance);
    }

    /**
     * Whether a patient was told of an older version of a visit, by a message of their own or one for several patients, under a
     * record that was given up for theirs perhaps.
     */
    @Transactional(readOnly = true)
    public boolean toldOfOlder(long organizationId, long patientId, long appointmentId, int version) {
        return jdbc.sql("""
                        SELECT 1
                        FROM comm_jobs job
                            LEFT JOIN household_members member ON member.member_job_id = job.id
                            JOIN comm_jobs told ON told.id = COALESCE(member.job_id, job.id)
                        WHERE job.organization_id = :organization AND job.patient_id IN (:records) AND told.sent_at IS NOT NULL
                            AND (job.subject_ref = :ref AND job.subject_version < :version
                                OR job.request_id IN (
                                    SELECT request.request_id
                                    FROM visit_day_visits named JOIN visit_day_requests request
                                        USING (organization_id, patient_id, visit_date, plan)
                                    WHERE named.organization_id = :organization AND named.patient_id IN (:records)
                                        AND named.appointment_id = :visit AND named.version < :version))
                        LIMIT 1""")
                .param("organization", organizationId)
                .param("records", patients.records(organizationId, patientId))
                .param("ref", VisitRef.of(appointmentId))
                .param("visit", appointmentId)
                .param("version", version)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private record Row(Contact contact, String status, boolean sent, UUID slotId) {

        /** What was cancelled or has failed before it was sent has reached nobody. */
        boolean counts() {
            return sent || !Set.of("cancelled", "failed", "bounced").contains(status);
        }

        boolean missed() {
            return Set.of("failed", "bounced").contains(status);
        }
    }

    /** The contacts of a patient, oldest first. */
    public static final class History {

        /** Of a patient who has none. */
        public static final History EMPTY = new History(List.of());

        private final List<Row> rows;

        private History(List<Row> rows) {
            this.rows = List.copyOf(rows);
        }

        /** The same without the contact of a slot, if one is given. */
        public History except(@Nullable UUID slotId) {
            return new History(
                    rows.stream().filter(row -> !row.slotId().equals(slotId)).toList());
        }

        /** What reached the patient or shall. */
        public List<Contact> contacts() {
            return rows.stream().filter(Row::counts).map(Row::contact).toList();
        }

        /** The channels on which the last message that was sent, or should have been, did not arrive. */
        public Set<Channel> failing(Instant now) {
            var last = new EnumMap<Channel, Row>(Channel.class);
            rows.stream()
                    .filter(row -> row.missed() || row.sent())
                    .filter(row -> !row.contact().at().isAfter(now))
                    .forEach(row -> last.put(row.contact().channel(), row));
            return last.entrySet().stream()
                    .filter(each -> each.getValue().missed())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
