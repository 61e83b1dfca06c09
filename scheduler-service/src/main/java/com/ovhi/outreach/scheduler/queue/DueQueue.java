package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.time.UtcTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code due_queue}. Every method takes part in the caller's transaction. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class DueQueue {

    private static final String WAITING = " WHERE state = 'waiting' AND lane = ? AND channel = ?";

    static final String CLAIM = "SELECT " + DueJob.COLUMNS + " FROM due_queue FORCE INDEX (idx_due_queue_claim)"
            + WAITING + " AND due_at <= ? ORDER BY due_at, job_id LIMIT ? FOR UPDATE SKIP LOCKED";

    static final String CLAIM_OF =
            "SELECT " + DueJob.COLUMNS + " FROM due_queue FORCE INDEX (idx_due_queue_fair)" + WAITING
                    + " AND organization_id = ? AND due_at <= ? ORDER BY due_at, job_id LIMIT ? FOR UPDATE SKIP LOCKED";

    static final String NEXT_DUE = "SELECT due_at FROM due_queue FORCE INDEX (idx_due_queue_claim)" + WAITING
            + " ORDER BY due_at, job_id LIMIT 1";

    static final String NEXT_ORGANIZATION = "SELECT organization_id FROM due_queue FORCE INDEX (idx_due_queue_fair)"
            + WAITING + " AND organization_id > ? ORDER BY organization_id LIMIT 1";

    /** Without the message, which nobody needs who reads a report. */
    static final String LOCK = "SELECT " + DueJob.COLUMNS.replace(" content,", " NULL AS content,")
            + " FROM due_queue WHERE job_id IN (:jobs) AND state <> 'ended' FOR UPDATE";

    static final String UNANSWERED = "SELECT " + DueJob.COLUMNS
            + " FROM due_queue FORCE INDEX (idx_due_queue_flight)"
            + " WHERE state = 'dispatched' AND lane = ? AND channel = ? AND dispatched_at < ?"
            + " AND TIMESTAMPDIFF(MICROSECOND, dispatched_at, ?)"
            + " >= ? * IF(reason IS NULL, 1, 6) * POW(2, LEAST(reordered, 8))"
            + " ORDER BY dispatched_at LIMIT ? FOR UPDATE SKIP LOCKED";

    /** An order given again is not new work for a route; the index has all that is asked for. */
    static final String IN_FLIGHT = "SELECT COUNT(*) FROM due_queue FORCE INDEX (idx_due_queue_flight)"
            + " WHERE state = 'dispatched' AND lane = ? AND channel = ? AND dispatched_at > ? AND reordered = 0";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final RouteAlarms alarms;
    private final Moves moves;
    private final Clock clock;

    DueQueue(JdbcClient jdbc, JdbcTemplate batches, RouteAlarms alarms, Moves moves, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.alarms = alarms;
        this.moves = moves;
        this.clock = clock;
    }

    /** Locks what is due, oldest first; rows locked by others are passed over. */
    public List<DueJob> claim(Route route, Instant now, int limit) {
        return jdbc.sql(CLAIM)
                .params(route.lane().code(), route.channel().code(), time(now), limit)
                .query(DueJob::read)
                .list();
    }

    /** The same for one organisation. */
    public List<DueJob> claim(Route route, long organizationId, Instant now, int limit) {
        return jdbc.sql(CLAIM_OF)
                .params(route.lane().code(), route.channel().code(), organizationId, time(now), limit)
                .query(DueJob::read)
                .list();
    }

    /** The organisation with the least id after another of which something waits: one step in the index. */
    public Optional<Long> nextOrganization(Route route, long after) {
        return jdbc.sql(NEXT_ORGANIZATION)
                .params(route.lane().code(), route.channel().code(), after)
                .query((row, _) -> row.getLong(1))
                .optional();
    }

    /** When the next job of a route is due. */
    public Optional<Instant> nextDue(Route route) {
        return jdbc.sql(NEXT_DUE)
                .params(route.lane().code(), route.channel().code())
                .query((row, _) -> row.getTimestamp(1).toInstant())
                .optional();
    }

    /** How many jobs of a route were handed to the workers since then and have not been reported. */
    public int inFlight(Route route, Instant since) {
        return jdbc.sql(IN_FLIGHT)
                .params(route.lane().code(), route.channel().code(), time(since))
                .query(Integer.class)
                .single();
    }

    /** Locks one job. */
    public Optional<DueJob> lock(UUID jobId) {
        return jdbc.sql("SELECT " + DueJob.COLUMNS + " FROM due_queue WHERE job_id = ? FOR UPDATE")
                .param(jobId.toString())
                .query(DueJob::read)
                .optional();
    }

    /** Locks those of some jobs that have not ended, in one statement and without their messages. */
    public Map<UUID, DueJob> lockUnended(Collection<UUID> jobIds) {
        return jdbc.sql(LOCK).param("jobs", jobIds.stream().map(UUID::toString).toList()).query(DueJob::read).stream()
                .collect(Collectors.toMap(DueJob::jobId, Function.identity()));
    }

    /** Marks jobs as handed to the workers, in one statement. */
    public void dispatched(List<DueJob> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        var now = time(clock.instant());
        jdbc.sql("UPDATE due_queue SET state = 'dispatched', reason = NULL, reordered = 0, dispatched_at = :now,"
                        + " updated_at = :now WHERE job_id IN (:jobs)")
                .param("now", now)
                .param("jobs", ids(jobs))
                .update();
    }

    /**
     * Locks jobs of a route whose order nobody has answered for so long, for twice as long after each time it was given
     * again, and for six times as long if the answer was that nobody knows; rows locked by others are passed over.
     */
    public List<DueJob> unanswered(Route route, Instant now, Duration patience, int limit) {
        return jdbc.sql(UNANSWERED)
                .params(route.lane().code(), route.channel().code())
                .params(time(now.minus(patience)), time(now), patience.toNanos() / 1_000, limit)
                .query(DueJob::read)
                .list();
    }

    /** Marks jobs whose order is given again, with the attempt they have. */
    public void reordered(List<DueJob> jobs) {
        var now = time(clock.instant());
        batches.batchUpdate(
                "UPDATE due_queue SET reordered = reordered + 1, dispatched_at = ?, updated_at = ? WHERE job_id = ?",
                jobs.stream()
                        .map(job -> new Object[] {now, now, job.jobId().toString()})
                        .toList());
    }

    /** Lets jobs that were not dispatched wait longer. */
    public void hold(List<Held> held) {
        if (held.isEmpty()) {
            return;
        }
        var now = time(clock.instant());
        var moved = held.stream()
                .map(each -> moves.move(each.job(), each.until(), each.reason()))
                .toList();
        batches.batchUpdate(
                "UPDATE due_queue SET due_at = ?, reason = ?, told_at = ?, told_reasons = ?, paced = ?, updated_at = ?"
                        + " WHERE job_id = ?",
                IntStream.range(0, held.size())
                        .mapToObj(i -> row(moved.get(i), held.get(i).paced(), now))
                        .toList());
        moves.tell(moved);
        held.forEach(each -> alarmAfterCommit(each.job().route(), each.until()));
    }

    private static @Nullable Object[] row(Move move, boolean paced, LocalDateTime now) {
        return new @Nullable Object[] {
            time(move.dueAt()),
            move.reason(),
            time(move.toldAt()),
            move.toldReasons(),
            paced,
            now,
            move.job().jobId().toString()
        };
    }

    /** Makes a dispatched job wait for another dispatch, with the number of attempts that failed so far. */
    public void again(DueJob job, Instant dueAt, int retries, Instant failedAt, String reason) {
        waitUntil(
                moves.move(job, dueAt, reason),
                "retries = ?, failed_at = ?, parked_since = NULL",
                retries,
                time(failedAt));
    }

    /**
     * Makes a job that was turned back without an attempt wait for another dispatch.
     *
     * @param since since when a circuit is open for it, null when it was turned back for another reason
     */
    public void park(DueJob job, Instant dueAt, @Nullable Instant since, String reason) {
        waitUntil(moves.move(job, dueAt, reason), "parked_since = ?", since == null ? null : time(since));
    }

    private void waitUntil(Move move, String assignments, @Nullable Object... values) {
        var all = new ArrayList<@Nullable Object>(
                Arrays.asList(time(move.dueAt()), move.reason(), time(move.toldAt()), move.toldReasons()));
        all.addAll(Arrays.asList(values));
        update(
                move.job(),
                "state = 'waiting', attempt = attempt + 1, due_at = ?, reason = ?, told_at = ?, told_reasons = ?, "
                        + assignments,
                all.toArray());
        moves.tell(List.of(move));
        alarmAfterCommit(move.job().route(), move.dueAt());
    }

    /** Notes that the suite was told how long a circuit has been open for this job. */
    public void patienceOver(DueJob job) {
        update(job, "patience_over = 1");
    }

    /** Notes that nobody knows whether the running attempt reached the provider. */
    public void underReview(DueJob job) {
        update(job, "reason = 'under-review'");
    }

    /** Notes the withdrawal of a job that is on its way, in case it comes back. */
    void cancelLater(DueJob job) {
        update(job, "cancelled = 1");
    }

    /** Ends jobs for one reason and forgets their messages, in one statement. */
    void end(List<DueJob> jobs, String reason) {
        jdbc.sql("UPDATE due_queue SET state = 'ended', content = NULL, reason = :reason, ended_at = :now,"
                        + " updated_at = :now WHERE job_id IN (:jobs)")
                .param("reason", Codes.of(reason))
                .param("now", time(clock.instant()))
                .param("jobs", ids(jobs))
                .update();
    }

    private static List<String> ids(List<DueJob> jobs) {
        return jobs.stream().map(job -> job.jobId().toString()).toList();
    }

    private void update(DueJob job, String assignments, @Nullable Object... values) {
        var statement = jdbc.sql("UPDATE due_queue SET " + assignments + ", updated_at = ? WHERE job_id = ?");
        for (var value : values) {
            statement = statement.param(value);
        }
        statement.param(time(clock.instant())).param(job.jobId().toString()).update();
    }

    /** Tells the dispatcher of a route that the workers have room for so many more jobs. */
    public void reportedAfterCommit(Route route, long jobs) {
        AfterCommit.run(() -> alarms.of(route).reported(jobs));
    }

    private void alarmAfterCommit(Route route, Instant dueAt) {
        AfterCommit.run(() -> alarms.of(route).ring(dueAt));
    }

    /**
     * A job to hold.
     *
     * @param paced whether this is its turn, so that it need not wait for another one
     */
    public record Held(DueJob job, Instant until, String reason, boolean paced) {}

    /** The database keeps microseconds and would round up what is finer. */
    static LocalDateTime time(Instant instant) {
        return UtcTime.of(instant.truncatedTo(ChronoUnit.MICROS));
    }
}
