package com.ovhi.outreach.common.outbox;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.EventType;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.observability.TraceContext;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Writes events into the {@code outbox} table and wakes the relay when they are committed. */
final class JdbcOutbox implements Outbox {

    private static final String INSERT = """
            INSERT INTO outbox (event_id, lane, topic, event_key, type, payload, traceparent, occurred_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final TraceContext trace;
    private final RelayWakeUp wakeUp;
    private final RelayWakeUp ahead;

    JdbcOutbox(JdbcTemplate jdbc, Clock clock, TraceContext trace, RelayWakeUp wakeUp, RelayWakeUp ahead) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.trace = trace;
        this.wakeUp = wakeUp;
        this.ahead = ahead;
    }

    @Override
    public void publish(String topic, String key, Object event) {
        insert(topic, key, EventType.of(event.getClass()), ContractJson.write(event));
    }

    @Override
    public void publishAhead(String topic, String key, Object event) {
        publishAllAhead(topic, List.of(new Keyed(key, event)));
    }

    @Override
    public void publishAllAhead(String topic, List<Keyed> events) {
        insertAll(topic, events, _ -> RelayLane.AHEAD, ahead);
    }

    @Override
    public void publishAll(String topic, List<Keyed> events) {
        insertAll(topic, events, RelayLane::of, wakeUp);
    }

    private void insertAll(String topic, List<Keyed> events, ToIntFunction<String> laneOf, RelayWakeUp relay) {
        requireTransaction();
        if (events.isEmpty()) {
            return;
        }
        var now = Timestamp.from(clock.instant());
        var traceparent = trace.current();
        var lanes = new BitSet(RelayLane.COUNT);
        var rows = new ArrayList<Object[]>(events.size());
        for (var each : events) {
            var lane = laneOf.applyAsInt(each.key());
            lanes.set(lane);
            rows.add(row(each, lane, topic, traceparent, now));
        }
        jdbc.batchUpdate(INSERT, rows);
        afterCommit(() -> relay.signal(lanes));
    }

    private static @Nullable Object[] row(
            Keyed keyed, int lane, String topic, @Nullable String traceparent, Timestamp now) {
        var event = keyed.event();
        return new @Nullable Object[] {
            Ids.next().toString(),
            lane,
            topic,
            keyed.key(),
            EventType.of(event.getClass()),
            ContractJson.write(event),
            traceparent,
            now
        };
    }

    @Override
    public void forget(String topic, String key) {
        insert(topic, key, "tombstone", null);
    }

    private void insert(String topic, String key, String type, byte @Nullable [] payload) {
        requireTransaction();
        var lane = RelayLane.of(key);
        var now = Timestamp.from(clock.instant());
        jdbc.update(INSERT, Ids.next().toString(), lane, topic, key, type, payload, trace.current(), now);
        afterCommit(() -> wakeUp.signal(lane));
    }

    private static void requireTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException("An event can only be published inside a transaction");
        }
    }

    private static void afterCommit(Runnable work) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }
}
