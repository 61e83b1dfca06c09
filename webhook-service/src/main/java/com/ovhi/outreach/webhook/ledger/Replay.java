package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes again what was published about the events of a time, in the order of their arrival, after a consumer has lost
 * or misread it. Consumers know what they have handled already, so nothing happens twice.
 */
@Component
class Replay {

    private static final int CHUNK = 500;

    private final ReceivedEvents events;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;
    private final TransactionTemplate transactions;

    Replay(
            ReceivedEvents events,
            Outbox outbox,
            Clock clock,
            MeterRegistry meters,
            PlatformTransactionManager transactions) {
        this.events = events;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** Publishes up to the query's limit of events; what was published stays so if it breaks off. */
    Outcome run(EventQuery query, String operator) {
        var number = 0;
        var after = query.after();
        while (number < query.limit()) {
            var asked = Math.min(CHUNK, query.limit() - number);
            var chunk = query.next(after, asked);
            var last = transactions.execute(_ -> publish(chunk, operator));
            if (last == null || last.id() == null) {
                return new Outcome(number, null);
            }
            number += last.number();
            after = last.id();
            if (last.number() < asked) {
                return new Outcome(number, null);
            }
        }
        return new Outcome(number, after);
    }

    private Chunk publish(EventQuery query, String operator) {
        var kept = events.published(query);
        kept.forEach(each -> outbox.publish(
                each.publication().topic(),
                each.publication().key(),
                each.publication().event()));
        if (kept.isEmpty()) {
            return new Chunk(0, null);
        }
        outbox.publish(Topics.AUDIT, "none", audit(kept.size(), operator));
        meters.counter("outreach.webhook.replayed").increment(kept.size());
        return new Chunk(kept.size(), kept.getLast().id());
    }

    private AuditRecorded audit(int number, String operator) {
        return new AuditRecorded(
                null,
                null,
                operator,
                AuditAction.ACCESS,
                Map.of("resource", "webhook-events", "step", "replayed", "events", Integer.toString(number)),
                null,
                null,
                clock.instant());
    }

    /**
     * What was done.
     *
     * @param next where to go on, null when the time is through
     */
    record Outcome(int events, @Nullable UUID next) {}

    private record Chunk(int number, @Nullable UUID id) {}
}
