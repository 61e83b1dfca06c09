package com.ovhi.outreach.common.outbox;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;

/** The SQL of the relay. Every method but {@link #purge} runs in the caller's transaction. */
final class OutboxStore {

    private static final String COLUMNS =
            "seq, lane, event_id, topic, event_key, type, payload, traceparent, occurred_at";

    private final JdbcTemplate jdbc;

    OutboxStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes lanes until the end of the transaction; those that no other relay has. */
    List<Integer> lock(BitSet lanes) {
        return jdbc.query(
                "SELECT lane FROM outbox_lane WHERE lane IN (" + list(lanes.stream()) + ") FOR UPDATE SKIP LOCKED",
                (row, number) -> row.getInt("lane"));
    }

    /** In the order of each lane, up to so many of each. */
    List<OutboxRecord> unsent(List<Integer> lanes, int limit) {
        var each = "(SELECT " + COLUMNS + " FROM outbox WHERE sent = 0 AND lane = %d ORDER BY seq LIMIT " + limit + ")";
        return jdbc.query(
                lanes.stream().map(each::formatted).collect(Collectors.joining(" UNION ALL ")), OutboxRecord::read);
    }

    private static String list(IntStream lanes) {
        return lanes.mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    void markSent(List<OutboxRecord> records) {
        jdbc.update("UPDATE outbox SET sent = 1, sent_at = UTC_TIMESTAMP(6) WHERE seq IN ("
                + records.stream().map(each -> Long.toString(each.seq())).collect(Collectors.joining(",")) + ")");
    }

    long backlog() {
        var count = jdbc.queryForObject("SELECT COUNT(*) FROM outbox WHERE sent = 0", Long.class);
        return count == null ? 0 : count;
    }

    int replay(Instant from, Instant to) {
        return jdbc.update(
                "UPDATE outbox SET sent = 0 WHERE sent = 1 AND occurred_at >= ? AND occurred_at < ?",
                Timestamp.from(from),
                Timestamp.from(to));
    }

    int purge(Duration retention, int limit) {
        return jdbc.update(
                "DELETE FROM outbox WHERE sent = 1 AND sent_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND LIMIT ?",
                retention.toSeconds(),
                limit);
    }
}
