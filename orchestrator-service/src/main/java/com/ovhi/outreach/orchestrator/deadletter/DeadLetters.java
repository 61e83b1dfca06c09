package com.ovhi.outreach.orchestrator.deadletter;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.time.UtcTime;
import com.ovhi.outreach.orchestrator.job.FailedJob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code dlq_items}: one row per job that came to nothing; codes only. Thread-safe. */
@Repository
public class DeadLetters {

    private static final String COLUMNS = "id, job_id, patient_id, channel, purpose, reason_code, attempts, state,"
            + " outcome, reviewer, note, opened_at, changed_at";

    /** What no other hour, room or answer of a neighbour would change. */
    private static final Set<String> FOR_EVER = Set.of(
            "contact-not-allowed",
            "expired",
            "subject-superseded",
            "duplicate-contact",
            "urgent-not-allowed",
            "already-confirmed",
            "no-channel-left");

    private static final Duration DAY = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    DeadLetters(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Puts a job up for review, once.
     *
     * @param outcome why nothing else could be tried
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void open(FailedJob job, String outcome) {
        var now = UtcTime.of(clock.instant());
        jdbc.sql("""
                        INSERT INTO dlq_items (job_id, organization_id, patient_id, channel, purpose, reason_code,
                            attempts, outcome, opened_at, changed_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE job_id = VALUES(job_id)""")
                .params(
                        job.jobId().toString(),
                        job.organizationId(),
                        job.patientId(),
                        job.channel().code(),
                        job.purpose().code(),
                        job.code(),
                        job.attempts(),
                        outcome,
                        now,
                        now)
                .update();
    }

    /** Another job has taken over. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void retried(UUID jobId) {
        end(jobId, "retried", "scheduled");
    }

    /** Somebody has asked for the same contact anew, so that nobody has to try it again. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void askedAgain(UUID jobId) {
        jdbc.sql("""
                        UPDATE dlq_items SET state = 'retried', outcome = 'asked-again', changed_at = ?
                        WHERE job_id = ? AND state IN ('open', 'retrying')""").params(UtcTime.of(clock.instant()), jobId.toString()).update();
    }

    /** The rules do not let it be tried again: never, or not now, so that it may be tried later. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void refused(UUID jobId, String outcome) {
        end(jobId, FOR_EVER.contains(outcome) ? "refused" : "open", outcome);
    }

    /** There is nothing left to try. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void closed(UUID jobId, String outcome) {
        end(jobId, "refused", outcome);
    }

    private void end(UUID jobId, String state, String outcome) {
        jdbc.sql("""
                        UPDATE dlq_items SET state = ?, outcome = ?, changed_at = ?
                        WHERE job_id = ? AND state = 'retrying'""")
                .params(state, outcome, UtcTime.of(clock.instant()), jobId.toString())
                .update();
    }

    /** Moves an open item on; false when somebody else has. */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean move(long id, String state, @Nullable String note, String reviewer, @Nullable UUID proposal) {
        return jdbc.sql("""
                        UPDATE dlq_items SET state = ?, note = ?, reviewer = ?, proposal_id = ?, changed_at = ?
                        WHERE id = ? AND state = 'open'""")
                        .param(state)
                        .param(note)
                        .param(reviewer)
                        .param(proposal == null ? null : proposal.toString())
                        .param(UtcTime.of(clock.instant()))
                        .param(id)
                        .update()
                == 1;
    }

    /** How many items somebody has moved on without a second person during the last day. */
    @Transactional(readOnly = true)
    int movedAlone(long organizationId, String reviewer) {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM dlq_items
                        WHERE organization_id = ? AND reviewer = ? AND changed_at > ? AND proposal_id IS NULL""")
                .params(organizationId, reviewer, UtcTime.of(clock.instant().minus(DAY)))
                .query(Integer.class)
                .single();
    }

    /** Waits for a turn and keeps it until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    void takeTurn(String name) {
        jdbc.sql("INSERT INTO dlq_turns (name) VALUES (?) ON DUPLICATE KEY UPDATE name = VALUES(name)")
                .param(name)
                .update();
    }

    @Transactional(readOnly = true)
    Optional<Item> find(long organizationId, long id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM dlq_items WHERE organization_id = ? AND id = ?")
                .params(organizationId, id)
                .query(Item::read)
                .optional();
    }

    /** Items of a state, oldest first, after {@code after}. */
    @Transactional(readOnly = true)
    List<Item> page(long organizationId, String state, Filter filter, long after, int limit) {
        var params = new ArrayList<Object>(List.of(organizationId, state, after));
        var sql = new StringBuilder(
                "SELECT " + COLUMNS + " FROM dlq_items WHERE organization_id = ? AND state = ? AND id > ?");
        filter.addTo(sql, params);
        params.add(limit);
        return jdbc.sql(sql.append(" ORDER BY id LIMIT ?").toString())
                .params(params)
                .query(Item::read)
                .list();
    }

    /**
     * Which items; null parts match all.
     *
     * @param upTo no newer item than this
     */
    record Filter(
            @Nullable Purpose purpose,
            @Nullable Channel channel,
            @Nullable String reasonCode,
            @Nullable List<Long> ids,
            @Nullable Long upTo) {

        private void addTo(StringBuilder sql, List<Object> params) {
            add(" AND purpose = ?", purpose == null ? null : purpose.code(), sql, params);
            add(" AND channel = ?", channel == null ? null : channel.code(), sql, params);
            add(" AND reason_code = ?", reasonCode, sql, params);
            add(" AND id <= ?", upTo, sql, params);
            if (ids != null) {
                sql.append(" AND id IN (")
                        .append(String.join(",", Collections.nCopies(ids.size(), "?")))
                        .append(')');
                params.addAll(ids);
            }
        }

        private static void add(String condition, @Nullable Object value, StringBuilder sql, List<Object> params) {
            if (value != null) {
                sql.append(condition);
                params.add(value);
            }
        }
    }

    /**
     * A row as reviewers see it.
     *
     * @param outcome why nothing else could be tried, or what came of trying again
     * @param note why it was given up
     */
    record Item(
            long id,
            UUID jobId,
            String patientId,
            Channel channel,
            Purpose purpose,
            String reasonCode,
            int attempts,
            String state,
            @Nullable String outcome,
            @Nullable String reviewer,
            @Nullable String note,
            Instant openedAt,
            Instant changedAt) {

        static Item read(ResultSet row, int number) throws SQLException {
            return new Item(
                    row.getLong("id"),
                    UUID.fromString(row.getString("job_id")),
                    row.getString("patient_id"),
                    Channel.of(row.getString("channel")),
                    Purpose.of(row.getString("purpose")),
                    row.getString("reason_code"),
                    row.getInt("attempts"),
                    row.getString("state"),
                    row.getString("outcome"),
                    row.getString("reviewer"),
                    row.getString("note"),
                    row.getTimestamp("opened_at").toInstant(),
                    row.getTimestamp("changed_at").toInstant());
        }
    }
}
