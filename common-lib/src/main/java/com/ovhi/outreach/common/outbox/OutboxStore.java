package com.ovhi.outreach.common.outbox;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
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

    /** Makes a lane known that the first migration did not know; waits for no relay that holds it. */
    void ensure(int lane) {
        if (jdbc.queryForList("SELECT lane FROM outbox_lane WHERE lane = ?", lane)
                .isEmpty()) {
            jdbc.update("INSERT IGNORE INTO outbox_lane (lane) VALUES (?)", lane);
        }
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

    /** When the oldest event happened that Kafka does not have; empty when it has all. */
    Optional<Instant> oldestUnsent() {
        return jdbc.query(
                        "SELECT MIN(occurred_at) FROM outbox WHERE sent = 0",
                        (row, _) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .getFirst();
    }

    /** Up to so many sent events from a place in time on, in the order of time. */
    List<Place> sentAfter(Place place, Instant to, int limit) {
        return jdbc.query(
                "SELECT occurred_at, seq FROM outbox WHERE occurred_at >= ? AND occurred_at < ?"
                        + " AND (occurred_at > ? OR seq > ?) AND sent = 1 ORDER BY occurred_at, seq LIMIT ?",
                (row, _) -> new Place(row.getTimestamp("occurred_at").toInstant(), row.getLong("seq")),
                Timestamp.from(place.occurredAt()),
                Timestamp.from(to),
                Timestamp.from(place.occurredAt()),
                place.seq(),
                limit);
    }

    void markUnsent(List<Place> events) {
        jdbc.batchUpdate(
                "UPDATE outbox SET sent = 0 WHERE seq = ?",
                events.stream().map(each -> new Object[] {each.seq()}).toList());
    }

    /**
     * Deletes up to so many that happened before a time and were sent as long ago by real time, which the suite's clock may be
     * ahead of. The former is what they are found by.
     */
    int purge(Instant before, Duration retention, int limit) {
        return jdbc.update(
                "DELETE FROM outbox WHERE occurred_at < ? AND sent = 1"
                        + " AND sent_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND ORDER BY occurred_at LIMIT ?",
                Timestamp.from(before),
                retention.toSeconds(),
                limit);
    }

    /** Where an event stands in the order of time. */
    record Place(Instant occurredAt, long seq) {}
}
