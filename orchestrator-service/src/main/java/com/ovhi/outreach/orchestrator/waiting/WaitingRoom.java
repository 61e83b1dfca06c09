package com.ovhi.outreach.orchestrator.waiting;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.FieldCipher.UnreadableSecret;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.time.UtcTime;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps events that came before what they need, so that one of them never holds up a whole partition and none is lost.
 * Waiting is measured in real time, by the database's clock. Payloads may hold PHI and are sealed. Thread-safe.
 */
@Repository
public class WaitingRoom {

    private static final Logger log = LoggerFactory.getLogger(WaitingRoom.class);

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final FieldCipher cipher;
    private final WaitingProperties properties;

    WaitingRoom(JdbcClient jdbc, JdbcTemplate batches, FieldCipher cipher, WaitingProperties properties) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.cipher = cipher;
        this.properties = properties;
    }

    /** Takes an event in, with the transaction that handles it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void park(EventHeaders event, Object contract, StillMissing missing) {
        park(event, contract, missing, Lane.EVENT);
    }

    /** Like {@link #park(EventHeaders, Object, StillMissing)}, in a lane. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void park(EventHeaders event, Object contract, StillMissing missing, Lane lane) {
        var sealed = cipher.seal(ContractJson.writeText(contract), context(event.id()));
        jdbc.sql("""
                        INSERT IGNORE INTO waiting_events
                            (event_id, type, lane, awaited, payload, source, occurred_at, since, next_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND)""")
                .params(
                        event.id(),
                        event.type(),
                        lane.code(),
                        missing.awaited(),
                        sealed.ciphertext(),
                        event.source(),
                        UtcTime.of(event.time()),
                        micros(properties.firstPause()))
                .update();
        log.atInfo()
                .addKeyValue("event_id", event.id())
                .addKeyValue("awaited", missing.awaited())
                .log("Event waits");
    }

    /**
     * Lets things be done later, each by the {@link WaitingHandler} of its type, with the transaction that calls for them;
     * once per id as long as it waits.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void later(List<Later> all) {
        // In one order for all who do this at the same time.
        var rows = all.stream()
                .sorted(Comparator.comparing(each -> each.event().id()))
                .map(this::row)
                .toList();
        batches.batchUpdate("""
                INSERT INTO waiting_events
                    (event_id, type, lane, awaited, payload, source, occurred_at, since, next_at)
                VALUES (?, ?, ?, 'time', ?, ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND)
                ON DUPLICATE KEY UPDATE
                    since = IF(state = 'orphan', VALUES(since), since),
                    next_at = IF(state = 'orphan', VALUES(next_at), next_at),
                    tries = IF(state = 'orphan', 0, tries),
                    state = 'waiting'""", rows);
    }

    private Object[] row(Later later) {
        var event = later.event();
        return new Object[] {
            event.id(),
            event.type(),
            later.lane().code(),
            cipher.seal(ContractJson.writeText(later.contract()), context(event.id()))
                    .ciphertext(),
            event.source(),
            UtcTime.of(event.time()),
            micros(later.pause())
        };
    }

    /** How long it is until the last event whose id begins like this gets its first try; zero when none waits. */
    @Transactional(readOnly = true)
    public Duration backlog(String idPrefix) {
        return jdbc.sql("""
                        SELECT COALESCE(GREATEST(TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), MAX(next_at)), 0), 0)
                        FROM waiting_events WHERE event_id LIKE ? AND state = 'waiting' AND tries = 0""")
                .param(idPrefix + "%")
                .query(Long.class)
                .optional()
                .map(micros -> Duration.of(micros, ChronoUnit.MICROS))
                .orElse(Duration.ZERO);
    }

    /** Which of these events wait. */
    @Transactional(readOnly = true)
    public Set<String> waiting(Set<String> eventIds) {
        return eventIds.isEmpty()
                ? Set.of()
                : jdbc.sql("SELECT event_id FROM waiting_events WHERE event_id IN (:ids) AND state = 'waiting'")
                        .param("ids", eventIds)
                        .query((row, _) -> row.getString("event_id"))
                        .set();
    }

    /** What was awaited is here; events waiting for it are tried again at once, also those that had been given up. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void wake(StillMissing missing) {
        wake(Set.of(missing.awaited()));
    }

    /** Like {@link #wake(StillMissing)}, for many by {@link StillMissing#awaited}. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void wake(Set<String> awaited) {
        if (!awaited.isEmpty()) {
            jdbc.sql("""
                            UPDATE waiting_events
                            SET since = IF(state = 'orphan', UTC_TIMESTAMP(6), since), state = 'waiting',
                                next_at = UTC_TIMESTAMP(6)
                            WHERE awaited IN (:awaited) AND state IN ('waiting', 'orphan')""").param("awaited", awaited).update();
        }
    }

    /** Takes the next event of a lane that is due and keeps others from taking it for the length of the lease. */
    @Transactional
    Optional<Waiting> claim(Lane lane) {
        var next = jdbc.sql("""
                        SELECT event_id, type, payload, source, occurred_at, tries,
                               TIMESTAMPDIFF(MICROSECOND, since, UTC_TIMESTAMP(6)) AS waited
                        FROM waiting_events
                        WHERE lane = ? AND state = 'waiting' AND next_at <= UTC_TIMESTAMP(6)
                        ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED""").param(lane.code()).query(this::read).optional();
        next.ifPresent(each -> jdbc.sql("""
                        UPDATE waiting_events SET next_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, tries = tries + 1
                        WHERE event_id = ?""")
                .params(micros(properties.lease()), each.event().id())
                .update());
        return next;
    }

    /** Ends the waiting of an event; false when somebody else has ended it. */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean leave(String eventId) {
        return jdbc.sql("DELETE FROM waiting_events WHERE event_id = ? AND state = 'waiting'")
                        .param(eventId)
                        .update()
                == 1;
    }

    /** Lets an event wait on. */
    @Transactional
    void postpone(Waiting waiting) {
        jdbc.sql("""
                        UPDATE waiting_events SET next_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
                        WHERE event_id = ? AND state = 'waiting'""")
                .params(
                        micros(properties.pauseAfter(waiting.tries())),
                        waiting.event().id())
                .update();
    }

    /** Keeps an event for review that waited in vain; false when somebody else has ended its waiting. */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean orphan(String eventId) {
        return jdbc.sql("UPDATE waiting_events SET state = 'orphan' WHERE event_id = ? AND state = 'waiting'")
                        .param(eventId)
                        .update()
                == 1;
    }

    /** How many events have been given up and are kept. */
    @Transactional(readOnly = true)
    int orphans() {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE state = 'orphan'")
                .query(Integer.class)
                .single();
    }

    /** Forgets some of the events that were given up long ago; returns how many. */
    @Transactional
    int forget(int most) {
        return jdbc.sql("""
                        DELETE FROM waiting_events
                        WHERE state = 'orphan' AND since < UTC_TIMESTAMP(6) - INTERVAL ? MICROSECOND LIMIT ?""").params(micros(properties.keep()), most).update();
    }

    private static long micros(Duration pause) {
        return TimeUnit.NANOSECONDS.toMicros(pause.toNanos());
    }

    private Waiting read(ResultSet row, int number) throws SQLException {
        var id = row.getString("event_id");
        var event = new EventHeaders(
                id,
                row.getString("type"),
                row.getString("source"),
                row.getTimestamp("occurred_at").toInstant(),
                null);
        return new Waiting(
                event,
                new Sealed(row.getString("payload")),
                Duration.of(row.getLong("waited"), ChronoUnit.MICROS),
                row.getInt("tries"));
    }

    /**
     * The event as it arrived.
     *
     * @throws UnreadableSecret when it was sealed with a key we no longer have
     */
    byte[] payload(Waiting waiting) {
        return cipher.open(waiting.sealed(), context(waiting.event().id())).getBytes(StandardCharsets.UTF_8);
    }

    private static String context(String eventId) {
        return "waiting_events|payload|" + eventId;
    }

    /** Something to be done after a pause, in real time. */
    public record Later(EventHeaders event, Object contract, Duration pause, Lane lane) {}

    /** One event and how long it has waited, in real time. */
    record Waiting(EventHeaders event, Sealed sealed, Duration waited, int tries) {

        @Override
        public String toString() {
            return "Waiting[" + event.id() + "]";
        }
    }
}
