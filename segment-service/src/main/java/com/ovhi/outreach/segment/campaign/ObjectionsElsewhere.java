package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Executions.Fact;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which jobs patients objected to, as answers and providers name them: most are no message of a campaign, as far as is known. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class ObjectionsElsewhere {

    private static final int MANY = 1_000;

    private final JdbcClient jdbc;

    ObjectionsElsewhere(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is told of a message again changes nothing. */
    void remember(UUID jobId, long patientId, Fact objection, Instant at) {
        jdbc.sql("""
                        INSERT INTO objections_elsewhere (job_id, patient_id, is_complaint, told_at) VALUES (?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE job_id = VALUES(job_id)""")
                .params(jobId.toString(), patientId, objection == Fact.COMPLAINED, Timestamp.from(at))
                .update();
    }

    /** Whether one of a patient's records is known to have objected since to what is no message of a campaign. */
    boolean known(Collection<Long> records, Instant since) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM objections_elsewhere o
                        WHERE o.patient_id IN (:records) AND o.told_at > :since
                            AND NOT EXISTS (SELECT 1 FROM step_executions x WHERE x.job_id = o.job_id))""")
                .param("records", records)
                .param("since", Timestamp.from(since))
                .query(Boolean.class)
                .single();
    }

    /**
     * Those told since of whose patient something is supposed all the same, under any of their records: told at once, neither saw
     * the other. Whatever the statistics say ({@link MergedRecords#takeOver}), it begins with those who objected, and looks up
     * the rest by their keys.
     */
    List<Doubted> doubted(Instant since) {
        return jdbc.sql("""
                        WITH told AS (
                            SELECT o.patient_id, o.told_at, COALESCE(p.merged_into, o.patient_id) AS survivor
                            FROM objections_elsewhere o LEFT JOIN patients p ON p.patient_id = o.patient_id
                            WHERE o.told_at > :since),
                        known AS (
                            SELECT patient_id, told_at, survivor AS known_as FROM told
                            UNION ALL
                            SELECT told.patient_id, told_at, former.patient_id
                            FROM told STRAIGHT_JOIN patients former FORCE INDEX (idx_patients_merged_into)
                                ON former.merged_into = told.survivor)
                        SELECT DISTINCT k.patient_id, k.told_at FROM known k
                            STRAIGHT_JOIN enrolments e FORCE INDEX (idx_enrolments_patient) ON e.patient_id = k.known_as
                            STRAIGHT_JOIN step_executions x FORCE INDEX (uq_step_executions_campaign_patient_run_step)
                                ON x.campaign_id = e.campaign_id AND x.patient_id = e.patient_id
                        WHERE x.is_opt_out_supposed AND x.opted_out_at > :since
                        ORDER BY k.told_at LIMIT\s""" + MANY)
                .param("since", Timestamp.from(since))
                .query((row, _) -> new Doubted(
                        row.getLong("patient_id"), row.getTimestamp("told_at").toInstant()))
                .list();
    }

    /** Those told since to what is known by now to be a message of a campaign, which they are not held against yet. */
    List<Found> found(Instant since) {
        return jdbc.sql("SELECT o.job_id, o.is_complaint, o.told_at, " + Executions.COLUMNS + """
                         FROM objections_elsewhere o JOIN step_executions x ON x.job_id = o.job_id
                        WHERE o.told_at > ? AND IF(o.is_complaint, x.complained_at, x.opted_out_at) IS NULL
                        ORDER BY o.told_at LIMIT\s""" + MANY)
                .param(Timestamp.from(since))
                .query((row, _) -> new Found(
                        UUID.fromString(row.getString("job_id")),
                        Executions.read(row),
                        row.getBoolean("is_complaint") ? Fact.COMPLAINED : Fact.OPTED_OUT,
                        row.getTimestamp("told_at").toInstant()))
                .list();
    }

    /** Some of those told before; the others the next time. */
    void forgetBefore(Instant time) {
        jdbc.sql("DELETE FROM objections_elsewhere WHERE told_at < ? ORDER BY told_at LIMIT " + MANY)
                .param(Timestamp.from(time))
                .update();
    }

    /** An objection, and the message it was to. */
    record Found(UUID jobId, Execution execution, Fact objection, Instant at) {}

    /** Who objected, and when. */
    record Doubted(long patientId, Instant at) {}
}
