package com.ovhi.outreach.scheduler.deadletter;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code dlq_items}: one row per job that ran out of attempts. */
@Repository
public class DeadLetterItems {

    private final JdbcClient jdbc;

    DeadLetterItems(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Puts a job up for review. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void open(Entry entry) {
        jdbc.sql("""
                        INSERT INTO dlq_items
                            (job_id, organization_id, channel, purpose, reason_code, attempts, first_at, last_at, state)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open')
                        ON DUPLICATE KEY UPDATE reason_code = VALUES(reason_code), attempts = VALUES(attempts),
                            last_at = VALUES(last_at), state = 'open'""")
                .params(
                        entry.jobId().toString(),
                        entry.organizationId(),
                        entry.channel().code(),
                        entry.purpose().code(),
                        entry.reasonCode(),
                        entry.attempts(),
                        Timestamp.from(entry.firstAt()),
                        Timestamp.from(entry.lastAt()))
                .update();
    }

    /** Items of an organisation that await review, oldest first. */
    @Transactional(readOnly = true)
    List<Item> open(long organizationId, long after, int limit) {
        return jdbc.sql("""
                        SELECT id, job_id, channel, purpose, reason_code, attempts, first_at, last_at, state
                        FROM dlq_items WHERE organization_id = ? AND state = 'open' AND id > ? ORDER BY id LIMIT ?""")
                .params(organizationId, after, limit)
                .query(Item::read)
                .list();
    }

    /**
     * A job that ran out of attempts.
     *
     * @param attempts how many dispatches there were
     * @param firstAt when the first of them failed
     */
    public record Entry(
            UUID jobId,
            long organizationId,
            Channel channel,
            Purpose purpose,
            String reasonCode,
            int attempts,
            Instant firstAt,
            Instant lastAt) {}

    /** A row as ops see it. */
    record Item(
            long id,
            UUID jobId,
            Channel channel,
            Purpose purpose,
            String reasonCode,
            int attempts,
            Instant firstAt,
            Instant lastAt,
            String state) {

        static Item read(ResultSet row, int number) throws SQLException {
            return new Item(
                    row.getLong("id"),
                    UUID.fromString(row.getString("job_id")),
                    Channel.of(row.getString("channel")),
                    Purpose.of(row.getString("purpose")),
                    row.getString("reason_code"),
                    row.getInt("attempts"),
                    row.getTimestamp("first_at").toInstant(),
                    row.getTimestamp("last_at").toInstant(),
                    row.getString("state"));
        }
    }
}
