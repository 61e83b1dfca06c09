package com.ovhi.outreach.scheduler.replan;

import java.time.zone.ZoneRulesProvider;
import java.util.Objects;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works off requests to plan again in bounded transactions, and makes one when this runtime knows other zone rules than
 * the waiting jobs were planned by. A request survives a crash; no two instances work on the same one.
 */
@Component
class ReplanRunner {

    private final Replans replans;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    ReplanRunner(Replans replans, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.replans = replans;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    @EventListener(ApplicationReadyEvent.class)
    void compareZoneRules() {
        compareZoneRules(ZoneRulesProvider.getVersions("UTC").lastEntry().getKey());
    }

    void compareZoneRules(String version) {
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("INSERT IGNORE INTO zone_rules (id, version) VALUES (1, '')")
                    .update();
            var known = jdbc.sql("SELECT version FROM zone_rules WHERE id = 1 FOR UPDATE")
                    .query(String.class)
                    .single();
            if (!Objects.equals(known, version)) {
                jdbc.sql("UPDATE zone_rules SET version = ? WHERE id = 1")
                        .param(version)
                        .update();
                replans.request(null, "zone-rules");
            }
        });
    }

    @Scheduled(fixedDelayString = "PT2S")
    void work() {
        while (Boolean.TRUE.equals(transactions.execute(_ -> replans.some()))) {
            // Each turn is a transaction of its own.
        }
    }
}
