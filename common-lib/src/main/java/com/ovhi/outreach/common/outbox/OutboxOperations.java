package com.ovhi.outreach.common.outbox;

import com.ovhi.outreach.common.outbox.OutboxStore.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionOperations;

/** What ops may do with the outbox: replay a span of time, and the daily clean-up. */
public class OutboxOperations {

    private static final int PURGE_CHUNK = 5_000;
    private static final int REPLAY_CHUNK = 1_000;

    private final OutboxStore store;
    private final TransactionOperations transactions;
    private final OutboxProperties properties;
    private final Clock clock;

    OutboxOperations(OutboxStore store, TransactionOperations transactions, OutboxProperties properties, Clock clock) {
        this.store = store;
        this.transactions = transactions;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Sends all events of a span again, with their old ids, so that consumers that have them ignore them. Each
     * chunk is a transaction of its own, so neither other writers nor the relay wait for long.
     *
     * @param from inclusive, on the suite's clock
     * @param to exclusive
     * @return how many will be sent
     */
    public int replay(Instant from, Instant to) {
        var replayed = 0;
        var last = new Place(from, 0);
        List<Place> chunk;
        do {
            chunk = replayAfter(last, to);
            replayed += chunk.size();
            last = chunk.isEmpty() ? last : chunk.getLast();
        } while (chunk.size() == REPLAY_CHUNK);
        return replayed;
    }

    private List<Place> replayAfter(Place last, Instant to) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            var events = store.sentAfter(last, to, REPLAY_CHUNK);
            store.markUnsent(events);
            return events;
        }));
    }

    /** Deletes sent events that are older than the retention, each chunk in a transaction of its own. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT5M")
    public void purge() {
        var retention = properties.retention();
        var before = clock.instant().minus(retention);
        Integer deleted;
        do {
            deleted = transactions.execute(status -> store.purge(before, retention, PURGE_CHUNK));
        } while (deleted != null && deleted == PURGE_CHUNK);
    }

    /** How long replay can reach back, in real time. */
    public Duration retention() {
        return properties.retention();
    }

    /** When the oldest of them happened, on the suite's clock; empty when there are none. */
    public Optional<Instant> oldestUnsent() {
        return Objects.requireNonNull(transactions.execute(_ -> store.oldestUnsent()));
    }

    /** How many committed events Kafka does not have yet. */
    public long backlog() {
        var backlog = transactions.execute(status -> store.backlog());
        return backlog == null ? 0 : backlog;
    }
}
