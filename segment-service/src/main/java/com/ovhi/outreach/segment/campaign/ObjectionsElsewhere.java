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

/** What patients objected to and is no message of a campaign, as far as is known. */
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

    /** Whether one of a patient's records is known to have objected since. */
    boolean known(Collection<Long> records, Instant since) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM objections_elsewhere
                        WHERE patient_id IN (:records) AND told_at > :since)""")
                .param("records", records)
                .param("since", Timestamp.from(since))
                .query(Boolean.class)
                .single();
    }

    /** Those told since to what is known by now to be a message of a campaign. */
    List<Found> found(Instant since) {
        return jdbc.sql("SELECT o.job_id, o.is_complaint, o.told_at, " + Executions.COLUMNS + """
                         FROM objections_elsewhere o JOIN step_executions x ON x.job_id = o.job_id
                        WHERE o.told_at > ? ORDER BY o.told_at LIMIT\s""" + MANY)
                .param(Timestamp.from(since))
                .query((row, _) -> new Found(
                        UUID.fromString(row.getString("job_id")),
                        Executions.read(row),
                        row.getBoolean("is_complaint") ? Fact.COMPLAINED : Fact.OPTED_OUT,
                        row.getTimestamp("told_at").toInstant()))
                .list();
    }

    void forget(UUID jobId) {
        jdbc.sql("DELETE FROM objections_elsewhere WHERE job_id = ?")
                .param(jobId.toString())
                .update();
    }

    /** Some of those told before; the others the next time. */
    void forgetBefore(Instant time) {
        jdbc.sql("DELETE FROM objections_elsewhere WHERE told_at < ? ORDER BY told_at LIMIT " + MANY)
                .param(Timestamp.from(time))
                .update();
    }

    /** An objection, and the message it was to. */
    record Found(UUID jobId, Execution execution, Fact objection, Instant at) {}
}
