package com.ovhi.outreach.common.messaging;

import com.ovhi.outreach.common.inbox.Inbox;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.transaction.support.TransactionOperations;

/** Where consumers of events are built. */
public final class EventConsumers {

    private final Inbox inbox;
    private final TransactionOperations transactions;
    private final MeterRegistry meters;

    EventConsumers(Inbox inbox, TransactionOperations transactions, MeterRegistry meters) {
        this.inbox = inbox;
        this.transactions = transactions;
        this.meters = meters;
    }

    /**
     * Starts a consumer.
     *
     * @param name unique within the service and never changed: under it the inbox remembers what was handled
     */
    public EventConsumer.Builder named(String name) {
        return new EventConsumer.Builder(name, inbox, transactions, meters);
    }
}
