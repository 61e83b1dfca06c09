package com.ovhi.outreach.common.outbox;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.IllegalTransactionStateException;

/**
 * Publishes events with the transaction that made them true: they leave if and only if it commits, in order per key.
 * Every event may arrive more than once. All events of a transaction are written together just before it commits, so one
 * published at a time costs no more than many at once. Thread-safe.
 */
public interface Outbox {

    /**
     * Publishes a contract under its own type name.
     *
     * @param topic one of {@link com.ovhi.outreach.common.contract.Topics}
     * @param key events of one key arrive in the order of their transactions
     * @throws IllegalTransactionStateException outside a transaction, and after its commit
     */
    void publish(String topic, String key, Object event);

    /** Like {@link #publish} for many events of one topic. */
    void publishAll(String topic, List<Keyed> events);

    /**
     * Like {@link #publish} for what must not wait behind thousands of other events: it may arrive before earlier events
     * of its key.
     */
    void publishAhead(String topic, String key, Object event);

    /** Like {@link #publishAhead} for many events of one topic. */
    void publishAllAhead(String topic, List<Keyed> events);

    /** Publishes a tombstone: a compacted topic forgets the key. */
    void forget(String topic, String key);

    /**
     * An event and its key.
     *
     * @param traceparent W3C trace context of its cause, for who publishes for several; null for the current one
     */
    record Keyed(String key, Object event, @Nullable String traceparent) {

        /** Caused by what the thread works for. */
        public Keyed(String key, Object event) {
            this(key, event, null);
        }
    }
}
