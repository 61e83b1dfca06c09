package com.ovhi.outreach.common.outbox;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.EventType;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.observability.TraceContext;
import java.sql.Timestamp;
import java.time.Clock;
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

    JdbcOutbox(JdbcTemplate jdbc, Clock clock, TraceContext trace, RelayWakeUp wakeUp) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.trace = trace;
        this.wakeUp = wakeUp;
    }

    @Override
    public void publish(String topic, String key, Object event) {
        insert(topic, key, EventType.of(event.getClass()), ContractJson.write(event));
    }

    @Override
    public void forget(String topic, String key) {
        insert(topic, key, "tombstone", null);
    }

    private void insert(String topic, String key, String type, byte @Nullable [] payload) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException("An event can only be published inside a transaction");
        }
        var lane = RelayLane.of(key);
        var now = Timestamp.from(clock.instant());
        jdbc.update(INSERT, Ids.next().toString(), lane, topic, key, type, payload, trace.current(), now);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wakeUp.signal(lane);
            }
        });
    }
}
