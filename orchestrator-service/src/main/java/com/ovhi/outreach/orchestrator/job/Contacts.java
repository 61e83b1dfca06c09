package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.projection.VisitRef;
import com.ovhi.outreach.orchestrator.rules.Contact;
import com.ovhi.outreach.orchestrator.rules.Contact.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
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

    private final JdbcClient jdbc;

    Contacts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Of a patient, from a month ago on.
     *
     * @param exceptSlot whose contact is not counted, null for none
     */
    @Transactional(readOnly = true)
    public History of(long organizationId, long patientId, @Nullable UUID exceptSlot, Instant now) {
        return new History(jdbc.sql("""
                        SELECT job.channel, job.purpose, job.is_urgent, job.allowance, job.status, job.sent_at, job.scheduled_at
                        FROM comm_jobs job
                        WHERE job.organization_id = :organization AND job.patient_id = :patient
                            AND job.scheduled_at > :from AND job.slot_id <> :slot
                        UNION ALL
                        SELECT job.channel, job.purpose, job.is_urgent, job.allowance, job.status, job.sent_at, job.scheduled_at
                        FROM household_members member JOIN comm_jobs job ON job.id = member.job_id
                        WHERE member.organization_id = :organization AND member.patient_id = :patient
                            AND job.scheduled_at > :from AND job.slot_id <> :slot
                        ORDER BY scheduled_at""")
                .param("organization", organizationId)
                .param("patient", patientId)
                .param("from", Timestamp.from(now.minus(LOOK_BACK_DAYS, ChronoUnit.DAYS)))
                .param("slot", exceptSlot == null ? "" : exceptSlot.toString())
                .query((row, n) -> read(row, now))
                .list());
    }

    /** Like {@link #of}, but nobody else plans a contact for this patient until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public History lock(long organizationId, long patientId, @Nullable UUID exceptSlot, Instant now) {
        jdbc.sql("SELECT patient_id FROM patients WHERE organization_id = ? AND patient_id = ? FOR UPDATE")
                .params(organizationId, patientId)
                .query(Long.class)
                .optional();
        return of(organizationId, patientId, exceptSlot, now);
    }

    private static Row read(ResultSet row, Instant now) throws SQLException {
        var sent = row.getTimestamp("sent_at");
        var status = row.getString("status");
        var at = (sent == null ? row.getTimestamp("scheduled_at") : sent).toInstant();
        return new Row(
                new Contact(
                        Channel.of(row.getString("channel")),
                        kind(row),
                        sent == null && WAITING.contains(status) && at.isBefore(now) ? now : at),
                status,
                sent != null);
    }

    /** What was planned before allowances were written down is counted by its purpose. */
    private static Kind kind(ResultSet row) throws SQLException {
        var allowance = row.getString("allowance");
        return allowance == null
                ? Kind.of(Purpose.of(row.getString("purpose")), row.getBoolean("is_urgent"))
                : Kind.of(allowance);
    }

    /** Whether a patient was told of an older version of a visit, by a message of their own or one for several patients. */
    @Transactional(readOnly = true)
    public boolean toldOfOlder(long organizationId, long patientId, long appointmentId, int version) {
        return jdbc.sql("""
                        SELECT 1
                        FROM comm_jobs job
                            LEFT JOIN household_members member ON member.member_job_id = job.id
                            JOIN comm_jobs told ON told.id = COALESCE(member.job_id, job.id)
                        WHERE job.organization_id = :organization AND job.patient_id = :patient AND told.sent_at IS NOT NULL
                            AND (job.subject_ref = :ref AND job.subject_version < :version
                                OR job.request_id IN (
                                    SELECT request.request_id
                                    FROM visit_day_visits named JOIN visit_day_requests request
                                        USING (organization_id, patient_id, visit_date, plan)
                                    WHERE named.organization_id = :organization AND named.patient_id = :patient
                                        AND named.appointment_id = :visit AND named.version < :version))
                        LIMIT 1""")
                .param("organization", organizationId)
                .param("patient", patientId)
                .param("ref", VisitRef.of(appointmentId))
                .param("visit", appointmentId)
                .param("version", version)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private record Row(Contact contact, String status, boolean sent) {

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

        private final List<Row> rows;

        private History(List<Row> rows) {
            this.rows = List.copyOf(rows);
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
                    .map(java.util.Map.Entry::getKey)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
