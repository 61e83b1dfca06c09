package com.ovhi.outreach.scheduler.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves what ended a while ago out of the queue's way and forgets it in the end, a bounded number of rows at a time.
 * Instances take turns: rows that another one is at are passed over.
 */
@Component
class Archiving {

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final ArchiveProperties properties;
    private final Clock clock;
    private final MeterRegistry meters;

    Archiving(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ArchiveProperties properties,
            Clock clock,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
    }

    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT4M")
    void work() {
        batches("archived", this::archive);
        batches("purged", () -> purge("due_archive", "ended_at", before(properties.purgeAfter())));
        batches("withdrawals-purged", () -> purge("withdrawn_jobs", "withdrawn_at", before(properties.archiveAfter())));
        batches("replans-purged", this::purgeReplans);
    }

    private void batches(String what, Supplier<Integer> batch) {
        int rows;
        do {
            var done = transactions.execute(_ -> batch.get());
            rows = done == null ? 0 : done;
            meters.counter("outreach.scheduler.archive", "step", what).increment(rows);
        } while (rows == properties.batch());
    }

    private int archive() {
        var jobs = jdbc.sql("SELECT job_id FROM due_queue WHERE ended_at < ? ORDER BY ended_at LIMIT ?"
                        + " FOR UPDATE SKIP LOCKED")
                .params(before(properties.archiveAfter()), properties.batch())
                .query((row, _) -> row.getString(1))
                .list();
        if (!jobs.isEmpty()) {
            jdbc.sql("""
                            INSERT INTO due_archive (job_id, slot_id, organization_id, patient_id, campaign_id, purpose,
                                channel, lane, due_at, expires_at, attempt, retries, reason, dispatched_at, ended_at)
                            SELECT job_id, slot_id, organization_id, patient_id, campaign_id, purpose,
                                channel, lane, due_at, expires_at, attempt, retries, reason, dispatched_at, ended_at
                            FROM due_queue WHERE job_id IN (:jobs)""").param("jobs", jobs).update();
            jdbc.sql("DELETE FROM due_queue WHERE job_id IN (:jobs)")
                    .param("jobs", jobs)
                    .update();
        }
        return jobs.size();
    }

    private int purge(String table, String column, LocalDateTime before) {
        return jdbc.sql("DELETE FROM " + table + " WHERE " + column + " < ? LIMIT ?")
                .params(before, properties.batch())
                .update();
    }

    /** By the database's clock, by which they are finished. */
    private int purgeReplans() {
        return jdbc.sql("DELETE FROM replans WHERE finished_at < CURRENT_TIMESTAMP(6) - INTERVAL ? SECOND LIMIT ?")
                .params(properties.archiveAfter().toSeconds(), properties.batch())
                .update();
    }

    private LocalDateTime before(Duration age) {
        return DueQueue.time(clock.instant().minus(age));
    }
}
