package com.ovhi.outreach.webhook.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks back on received events, and forgets them when no provider can repeat them any more. */
@Component
class EventHistory {

    /** Meta repeats for 7 days, SendGrid for one; the rest is for us to look things up. */
    private static final Duration RETENTION = Duration.ofDays(35);

    private static final int PURGE_CHUNK = 2_000;

    private final ReceivedEvents events;
    private final Clock clock;
    private final TransactionTemplate transactions;

    EventHistory(ReceivedEvents events, Clock clock, PlatformTransactionManager transactions) {
        this.events = events;
        this.clock = clock;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Transactional(readOnly = true)
    List<ReceivedEvents.ReceivedEvent> page(EventQuery query) {
        return events.page(query);
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT7M")
    void purge() {
        var before = clock.instant().minus(RETENTION);
        Integer purged;
        do {
            purged = transactions.execute(_ -> events.purge(before, PURGE_CHUNK));
        } while (purged != null && purged >= PURGE_CHUNK);
    }
}
