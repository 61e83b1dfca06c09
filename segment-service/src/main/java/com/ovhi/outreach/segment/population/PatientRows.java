package com.ovhi.outreach.segment.population;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Holds patients' rows, and keeps in them what is computed of other tables. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class PatientRows {

    private final JdbcClient jdbc;

    PatientRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Holds the row, and makes it where it is missing.
     *
     * @return the patient whom it is about today: another one where this one was merged, whose row is held then
     */
    long hold(long patientId, long organizationId) {
        var into = jdbc.sql("SELECT COALESCE(merged_into, 0) FROM patients WHERE patient_id = ? FOR UPDATE")
                .param(patientId)
                .query(Long.class)
                .optional();
        if (into.isEmpty()) {
            // Where somebody was faster, this waits for their row.
            jdbc.sql("""
                            INSERT INTO patients (patient_id, organization_id) VALUES (?, ?)
                            ON DUPLICATE KEY UPDATE patient_id = VALUES(patient_id)""").params(patientId, organizationId).update();
            return hold(patientId, organizationId);
        }
        return into.get() == 0 ? patientId : hold(into.get(), organizationId);
    }

    /**
     * Holds many rows in the order of their ids, as everybody holds several.
     *
     * @param organizations of each patient
     * @return whom it is about today, by each
     */
    Map<Long, Long> hold(Map<Long, Long> organizations) {
        var about = new TreeMap<Long, Long>();
        jdbc.sql("""
                        SELECT patient_id, COALESCE(merged_into, 0) AS merged FROM patients
                        WHERE patient_id IN (:patients) ORDER BY patient_id FOR UPDATE""").param("patients", organizations.keySet()).query(row -> {
            if (row.getLong("merged") == 0) {
                about.put(row.getLong("patient_id"), row.getLong("patient_id"));
            }
        });
        new TreeMap<>(organizations)
                .forEach((patient, organization) -> about.computeIfAbsent(patient, id -> hold(id, organization)));
        return about;
    }

    /** Counts the patients' visits again. */
    void countVisits(Collection<Long> patientIds) {
        jdbc.sql("""
                        UPDATE patients p SET
                            p.last_visit = (SELECT MAX(v.starts_on) FROM visits v WHERE v.patient_id = p.patient_id
                                AND v.organization_id = p.organization_id AND v.status = 'completed'),
                            p.visit_count = (SELECT COUNT(*) FROM visits v WHERE v.patient_id = p.patient_id
                                AND v.organization_id = p.organization_id AND v.status = 'completed'),
                            p.no_show_count = (SELECT COUNT(*) FROM visits v WHERE v.patient_id = p.patient_id
                                AND v.organization_id = p.organization_id AND v.status = 'no_show'),
                            p.cancelled_count = (SELECT COUNT(*) FROM visits v WHERE v.patient_id = p.patient_id
                                AND v.organization_id = p.organization_id AND v.status = 'cancelled'),
                            p.provider_id = (SELECT v.provider_id FROM visits v WHERE v.patient_id = p.patient_id
                                AND v.organization_id = p.organization_id AND v.status IN ('booked', 'completed')
                                AND v.provider_id IS NOT NULL
                                ORDER BY v.starts_on DESC, v.appointment_id DESC LIMIT 1)
                        WHERE p.patient_id IN (:patients)""").param("patients", patientIds).update();
    }

    /** Everything of one patient becomes another's, a death too; both rows are held. */
    void merge(long from, long into, Instant at) {
        Stream.of(
                        "UPDATE patients i JOIN patients g ON g.patient_id = :from"
                                + " SET i.gone_at = COALESCE(i.gone_at, g.gone_at) WHERE i.patient_id = :into",
                        "UPDATE patients SET gone_at = COALESCE(gone_at, :at) WHERE patient_id = :from",
                        "UPDATE patients SET merged_into = :into WHERE merged_into = :from OR patient_id = :from",
                        "UPDATE visits SET patient_id = :into WHERE patient_id = :from",
                        "UPDATE refills SET patient_id = :into WHERE patient_id = :from",
                        """
                        INSERT INTO engagement_days (patient_id, organization_id, kind, happened_on, times)
                        SELECT :into, e.organization_id, e.kind, e.happened_on, e.times
                        FROM engagement_days e WHERE e.patient_id = :from
                        ON DUPLICATE KEY UPDATE times = IF(engagement_days.kind = 'opted_out', 1,
                            engagement_days.times + VALUES(times))""",
                        "DELETE FROM engagement_days WHERE patient_id = :from",
                        """
                        INSERT INTO patient_tags (patient_id, organization_id, tag, tagged_by, tagged_at)
                        SELECT :into, t.organization_id, t.tag, t.tagged_by, t.tagged_at
                        FROM patient_tags t WHERE t.patient_id = :from
                        ON DUPLICATE KEY UPDATE tagged_at = GREATEST(patient_tags.tagged_at, VALUES(tagged_at))""",
                        "DELETE FROM patient_tags WHERE patient_id = :from")
                .forEach(statement -> jdbc.sql(statement)
                        .param("from", from)
                        .param("into", into)
                        .param("at", Timestamp.from(at))
                        .update());
    }
}
