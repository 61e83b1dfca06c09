package com.ovhi.outreach.common.outbox;

import java.time.Duration;
import java.time.Instant;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.annotation.Transactional;

/** What ops may do with the outbox: replay a span of time, and the daily clean-up. */
public class OutboxOperations {

    private static final int PURGE_CHUNK = 5_000;

    private final OutboxStore store;
    private final OutboxProperties properties;

    OutboxOperations(OutboxStore store, OutboxProperties properties) {
        this.store = store;
        this.properties = properties;
    }

    /**
     * Sends all events of a span again, with their old ids, so that consumers that have them ignore them.
     *
     * @param from inclusive, on the suite's clock
     * @param to exclusive
     * @return how many will be sent
     */
    @Transactional
    public int replay(Instant from, Instant to) {
        return store.replay(from, to);
    }

    /** Deletes sent events that are older than the retention, a chunk at a time. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT5M")
    public void purge() {
        var retention = properties.retention();
        while (store.purge(retention, PURGE_CHUNK) == PURGE_CHUNK) {
            Thread.onSpinWait();
        }
    }

    /** How long replay can reach back, in real time. */
    public Duration retention() {
        return properties.retention();
    }

    /** How many committed events Kafka does not have yet. */
    public long backlog() {
        return store.backlog();
    }
}
