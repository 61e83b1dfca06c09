package com.ovhi.outreach.template.portal;

import java.time.Clock;
import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Forgets links a while after they have expired; that one was used, the audit log remembers. */
@Component
class PortalLinkPurge {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final int CHUNK = 5_000;

    private final PortalLinkRows rows;
    private final TransactionTemplate transactions;
    private final Clock clock;

    PortalLinkPurge(PortalLinkRows rows, TransactionTemplate transactions, Clock clock) {
        this.rows = rows;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT8M")
    void purge() {
        var before = clock.instant().minus(KEPT);
        Integer purged;
        do {
            purged = transactions.execute(status -> rows.purge(before, CHUNK));
        } while (purged != null && purged == CHUNK);
    }
}
