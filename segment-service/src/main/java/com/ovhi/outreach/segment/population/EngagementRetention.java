package com.ovhi.outreach.segment.population;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Forgets what no rule can look back to any more. */
@Component
class EngagementRetention {

    private static final Logger log = LoggerFactory.getLogger(EngagementRetention.class);
    private static final int DAYS = 800;
    private static final int CHUNK = 5_000;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Clock clock;

    EngagementRetention(JdbcClient jdbc, TransactionOperations transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Hourly, in chunks, so that nobody waits for it. */
    @Scheduled(cron = "0 17 * * * *")
    void forget() {
        try {
            int forgotten;
            do {
                forgotten = forgetSome();
            } while (forgotten == CHUNK);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Engagement will be forgotten later");
        }
    }

    private int forgetSome() {
        var before = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(DAYS);
        var forgotten = transactions.execute(status -> jdbc.sql(
                        "DELETE FROM engagement_days WHERE happened_on < ? ORDER BY happened_on LIMIT " + CHUNK)
                .param(before)
                .update());
        return forgotten == null ? 0 : forgotten;
    }
}
