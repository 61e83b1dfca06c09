package com.ovhi.outreach.common.outbox;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What one transaction publishes, until it is written. Bound to the transaction, so to one thread. */
final class OutboxRows implements TransactionSynchronization {

    private static final String INSERT = """
            INSERT INTO outbox (event_id, lane, topic, event_key, type, payload, traceparent, occurred_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

    /** More than these are written before the end, lest a long transaction keeps them all in memory. */
    private static final int MOST = 1_000;

    private final List<Row> rows = new ArrayList<>();
    private final BitSet lanes = new BitSet();
    private final Object owner;
    private final JdbcTemplate jdbc;
    private final IntConsumer committed;
    private final IntConsumer lost;
    private boolean closed;

    private OutboxRows(Object owner, JdbcTemplate jdbc, IntConsumer committed, IntConsumer lost) {
        this.owner = owner;
        this.jdbc = jdbc;
        this.committed = committed;
        this.lost = lost;
    }

    /**
     * Those of the current transaction.
     *
     * @param owner under which the transaction knows them
     * @param committed hears, once they are committed, of each lane that has one
     * @param lost hears of how many the transaction has committed without
     */
    static OutboxRows bind(Object owner, JdbcTemplate jdbc, IntConsumer committed, IntConsumer lost) {
        var rows = new OutboxRows(owner, jdbc, committed, lost);
        TransactionSynchronizationManager.registerSynchronization(rows);
        TransactionSynchronizationManager.bindResource(owner, rows);
        return rows;
    }

    /**
     * Adds one behind the others.
     *
     * @throws IllegalTransactionStateException when the transaction is past its end
     */
    void add(Row row) {
        if (closed) {
            throw new IllegalTransactionStateException("An event cannot be published with what has been committed");
        }
        rows.add(row);
        lanes.set(row.lane());
        if (rows.size() >= MOST) {
            write();
        }
    }

    /** Writes the last of them, for the transaction commits now. */
    void close() {
        write();
        closed = true;
    }

    private void write() {
        if (!rows.isEmpty()) {
            jdbc.batchUpdate(INSERT, rows.stream().map(Row::columns).toList());
            rows.clear();
        }
    }

    @Override
    public void afterCommit() {
        lanes.stream().forEach(committed);
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResource(owner);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(owner, this);
    }

    @Override
    public void afterCompletion(int status) {
        TransactionSynchronizationManager.unbindResourceIfPossible(owner);
        if (status == STATUS_COMMITTED && !rows.isEmpty()) {
            lost.accept(rows.size());
        }
    }

    /** A row that has no number yet. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(
            String eventId,
            int lane,
            String topic,
            String key,
            String type,
            byte @Nullable [] payload,
            @Nullable String traceparent,
            LocalDateTime occurredAt) {

        private @Nullable Object[] columns() {
            return new @Nullable Object[] {eventId, lane, topic, key, type, text(), traceparent, occurredAt};
        }

        /** JSON as text: the driver would write bytes in hexadecimal digits, twice as long. */
        private @Nullable String text() {
            return payload == null ? null : new String(payload, StandardCharsets.UTF_8);
        }
    }
}
