package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.optimizer.learning.HourCount;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which jobs were sent and answered, and the counts per hour that follow. The first instant of each kind stands, so order
 * and repetition of events do not matter. Every method runs in the caller's transaction.
 */
@Repository
class EngagementLog {

    private static final int PURGE_CHUNK = 5_000;
    /** A message that never arrived says nothing, unless the patient answered it after all. */
    private static final String ARRIVED = "sent_at IS NOT NULL AND (NOT lost OR responded_at IS NOT NULL)";

    private final JdbcClient jdbc;

    EngagementLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void sent(JobChanged job, Instant now) {
        record(job, job.occurredAt(), null, false, now);
    }

    void responded(JobChanged job, Instant now) {
        record(job, null, job.occurredAt(), false, now);
    }

    void lost(JobChanged job, Instant now) {
        record(job, null, null, true, now);
    }

    private void record(
            JobChanged job, @Nullable Instant sentAt, @Nullable Instant respondedAt, boolean lost, Instant now) {
        jdbc.sql("""
                        INSERT INTO engagement_jobs (job_id, patient_id, organization_id, channel, purpose,
                            sent_at, responded_at, lost, recorded_at)
                        VALUES (:job, :patient, :organization, :channel, :purpose,
                            :sent_at, :responded_at, :lost, :now)
                        ON DUPLICATE KEY UPDATE
                            sent_at = COALESCE(sent_at, VALUES(sent_at)),
                            responded_at = COALESCE(responded_at, VALUES(responded_at)),
                            lost = lost OR VALUES(lost)
                        """)
                .param("job", job.jobId().toString())
                .param("patient", job.patientId())
                .param("organization", job.organizationId())
                .param("channel", job.channel().code())
                .param("purpose", job.purpose().code())
                .param("sent_at", sentAt == null ? null : Timestamp.from(sentAt))
                .param("responded_at", respondedAt == null ? null : Timestamp.from(respondedAt))
                .param("lost", lost)
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Fixes the local hour of sends that have none yet. */
    void placeInDay(long patient, ZoneId zone) {
        var unplaced = jdbc.sql("SELECT job_id, sent_at FROM engagement_jobs"
                        + " WHERE patient_id = ? AND sent_at IS NOT NULL AND local_hour IS NULL")
                .param(patient)
                .query((row, number) -> new Send(
                        row.getString("job_id"), row.getTimestamp("sent_at").toInstant()))
                .list();
        for (var send : unplaced) {
            jdbc.sql("UPDATE engagement_jobs SET local_hour = ? WHERE job_id = ?")
                    .params(send.at().atZone(zone).getHour(), send.job())
                    .update();
        }
    }

    /** Counts the patient's jobs since an instant again, and keeps the counts. */
    List<HourCount> count(Patient patient, Instant since, Instant now) {
        jdbc.sql("DELETE FROM engagement_posteriors WHERE patient_id = ?")
                .param(patient.id())
                .update();
        jdbc.sql("INSERT INTO engagement_posteriors"
                        + " (patient_id, organization_id, local_hour, sent, responded, updated_at)"
                        + " SELECT patient_id, ?, local_hour, COUNT(*), SUM(responded_at IS NOT NULL), ?"
                        + " FROM engagement_jobs"
                        + " WHERE patient_id = ? AND local_hour IS NOT NULL AND sent_at >= ? AND " + ARRIVED
                        + " GROUP BY patient_id, local_hour")
                .params(patient.organizationId(), Timestamp.from(now), patient.id(), Timestamp.from(since))
                .update();
        return counts(patient.id());
    }

    List<HourCount> counts(long patient) {
        return jdbc.sql("SELECT local_hour, sent, responded FROM engagement_posteriors"
                        + " WHERE patient_id = ? ORDER BY local_hour")
                .param(patient)
                .query((row, number) ->
                        new HourCount(row.getInt("local_hour"), row.getInt("sent"), row.getInt("responded")))
                .list();
    }

    /** When messages were sent that the patient has not answered. */
    List<Instant> unanswered(long patient, Instant since) {
        return jdbc.sql("SELECT sent_at FROM engagement_jobs"
                        + " WHERE patient_id = ? AND sent_at > ? AND responded_at IS NULL AND " + ARRIVED)
                .params(patient, Timestamp.from(since))
                .query((row, number) -> row.getTimestamp("sent_at").toInstant())
                .list();
    }

    /** Deletes a chunk of what is older than an instant; false when nothing is left. */
    boolean purge(Instant before) {
        return jdbc.sql("DELETE FROM engagement_jobs WHERE recorded_at < ? LIMIT ?")
                        .params(Timestamp.from(before), PURGE_CHUNK)
                        .update()
                == PURGE_CHUNK;
    }

    private record Send(String job, Instant at) {}
}
