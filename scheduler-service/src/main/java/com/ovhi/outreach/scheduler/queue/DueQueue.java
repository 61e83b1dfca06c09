package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Lane;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The table {@code due_queue}. Every method takes part in the caller's transaction. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class DueQueue {

    static final String CLAIM = "SELECT " + DueJob.COLUMNS + " FROM due_queue"
            + " WHERE state = 'waiting' AND lane = ? AND due_at <= ?"
            + " ORDER BY due_at, job_id LIMIT ? FOR UPDATE SKIP LOCKED";

    static final String NEXT_DUE =
            "SELECT due_at FROM due_queue WHERE state = 'waiting' AND lane = ? ORDER BY due_at, job_id LIMIT 1";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final LaneAlarms alarms;
    private final Clock clock;

    DueQueue(JdbcClient jdbc, JdbcTemplate batches, LaneAlarms alarms, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.alarms = alarms;
        this.clock = clock;
    }

    /** Adds a job, unless it is there already. */
    void add(ContactDue contact) {
        jdbc.sql("""
                        INSERT INTO due_queue (job_id, slot_id, organization_id, patient_id, purpose, channel, lane,
                            due_at, expires_at, send_window, content, state, created_at, updated_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)
                        ON DUPLICATE KEY UPDATE job_id = VALUES(job_id)""")
                .params(
                        contact.jobId().toString(),
                        contact.slotId().toString(),
                        contact.organizationId(),
                        contact.patientId(),
                        contact.purpose().code(),
                        contact.channel().code(),
                        contact.lane().code(),
                        time(contact.dueAt()),
                        time(contact.expiresAt()),
                        ContractJson.writeText(contact.window()),
                        contact.content().ciphertext(),
                        time(clock.instant()),
                        time(clock.instant()))
                .update();
        alarmAfterCommit(contact.lane(), contact.dueAt());
    }

    /** Locks what is due, oldest first; rows locked by others are passed over. */
    public List<DueJob> claim(Lane lane, Instant now, int limit) {
        return jdbc.sql(CLAIM)
                .params(lane.code(), time(now), limit)
                .query(DueJob::read)
                .list();
    }

    /** When the next job of a lane is due. */
    public Optional<Instant> nextDue(Lane lane) {
        return jdbc.sql(NEXT_DUE)
                .param(lane.code())
                .query((row, _) -> row.getTimestamp(1).toInstant())
                .optional();
    }

    /** Locks one job. */
    public Optional<DueJob> lock(UUID jobId) {
        return jdbc.sql("SELECT " + DueJob.COLUMNS + " FROM due_queue WHERE job_id = ? FOR UPDATE")
                .param(jobId.toString())
                .query(DueJob::read)
                .optional();
    }

    /** Marks jobs as handed to the workers. */
    public void dispatched(List<DueJob> jobs) {
        var now = time(clock.instant());
        batches.batchUpdate(
                "UPDATE due_queue SET state = 'dispatched', reason = NULL, dispatched_at = ?, updated_at = ?"
                        + " WHERE job_id = ?",
                jobs.stream()
                        .map(job -> new Object[] {now, now, job.jobId().toString()})
                        .toList());
    }

    /** Lets a job that was not dispatched wait longer. */
    public void hold(DueJob job, Instant until, String reason) {
        update(job, "state = 'waiting', due_at = ?, reason = ?", time(until), Codes.of(reason));
        alarmAfterCommit(job.lane(), until);
    }

    /** Makes a dispatched job wait for another dispatch, with the number of attempts that failed so far. */
    public void again(DueJob job, Instant dueAt, int retries, Instant failedAt, String reason) {
        update(
                job,
                "state = 'waiting', due_at = ?, attempt = attempt + 1, retries = ?, failed_at = ?, reason = ?",
                time(dueAt),
                retries,
                time(failedAt),
                Codes.of(reason));
        alarmAfterCommit(job.lane(), dueAt);
    }

    /** Notes that nobody knows whether the running attempt reached the provider. */
    public void underReview(DueJob job) {
        update(job, "reason = 'under-review'");
    }

    /** Notes the withdrawal of a job that is on its way, in case it comes back. */
    void cancelLater(DueJob job) {
        update(job, "cancelled = 1");
    }

    /** Ends a job and forgets its message. */
    void end(DueJob job, String reason) {
        update(job, "state = 'ended', content = NULL, reason = ?", Codes.of(reason));
    }

    /** Ends a job but keeps its sealed message for a replay. */
    void endKeepingContent(DueJob job, String reason) {
        update(job, "state = 'ended', reason = ?", Codes.of(reason));
    }

    private void update(DueJob job, String assignments, Object... values) {
        jdbc.sql("UPDATE due_queue SET " + assignments + ", updated_at = ? WHERE job_id = ?")
                .params(values)
                .param(time(clock.instant()))
                .param(job.jobId().toString())
                .update();
    }

    private void alarmAfterCommit(Lane lane, Instant dueAt) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                alarms.of(lane).ring(dueAt);
            }
        });
    }

    /** The database keeps microseconds and would round up what is finer. */
    static Timestamp time(Instant instant) {
        return Timestamp.from(instant.truncatedTo(ChronoUnit.MICROS));
    }
}
