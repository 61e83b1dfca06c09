package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.observability.AfterCommit;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Jobs of {@code due_queue} as who plans anew sees them: read without a lock, and moved if nothing has happened to them
 * since. Every method takes part in the caller's transaction.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class WaitingJobs {

    private final JdbcClient jdbc;
    private final RouteAlarms alarms;
    private final Moves moves;
    private final Clock clock;

    WaitingJobs(JdbcClient jdbc, RouteAlarms alarms, Moves moves, Clock clock) {
        this.jdbc = jdbc;
        this.alarms = alarms;
        this.moves = moves;
        this.clock = clock;
    }

    /** What waits for one patient. */
    public List<DueJob> of(long patientId) {
        return jdbc.sql("SELECT " + DueJob.COLUMNS + " FROM due_queue WHERE patient_id = ? AND state = 'waiting'")
                .param(patientId)
                .query(DueJob::read)
                .list();
    }

    /**
     * Jobs that follow one in the order of their ids: those of one organisation that wait, or all there are in
     * any state.
     */
    public List<DueJob> after(String jobId, @Nullable Long organizationId, int limit) {
        var select = "SELECT " + DueJob.COLUMNS + " FROM due_queue WHERE ";
        return organizationId == null
                ? jdbc.sql(select + "job_id > ? ORDER BY job_id LIMIT ?")
                        .params(jobId, limit)
                        .query(DueJob::read)
                        .list()
                : jdbc.sql(select + "organization_id = ? AND state = 'waiting' AND job_id > ? ORDER BY job_id LIMIT ?")
                        .params(organizationId, jobId, limit)
                        .query(DueJob::read)
                        .list();
    }

    /** Gives a job another due time, unless something has happened to it since it was read. */
    public boolean move(DueJob job, Instant dueAt, String reason) {
        var move = moves.move(job, dueAt, reason);
        var moved =
                jdbc.sql("UPDATE due_queue SET due_at = ?, reason = ?, told_at = ?, told_reasons = ?, updated_at = ?"
                                        + " WHERE job_id = ? AND state = 'waiting' AND attempt = ? AND due_at = ?")
                                .params(Arrays.<@Nullable Object>asList(
                                        DueQueue.time(dueAt),
                                        move.reason(),
                                        DueQueue.time(move.toldAt()),
                                        move.toldReasons(),
                                        DueQueue.time(clock.instant()),
                                        job.jobId().toString(),
                                        job.attempt(),
                                        DueQueue.time(job.dueAt())))
                                .update()
                        == 1;
        if (moved) {
            moves.tell(List.of(move));
            AfterCommit.run(() -> alarms.of(job.route()).ring(dueAt));
        }
        return moved;
    }
}
