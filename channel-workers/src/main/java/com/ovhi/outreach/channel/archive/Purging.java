package com.ovhi.outreach.channel.archive;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets go of what is long over, a bounded number of rows at a time. A contact's slot goes with its last attempt, and only
 * when nothing has happened to it since: until then it says that the contact was made. Any number of instances may do so
 * at once.
 */
@Component
class Purging {

    /** A slot changes in the transaction that settles its attempt, but not in the same microsecond. */
    private static final Duration SLOT_AFTER = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final ArchiveProperties properties;
    private final MeterRegistry meters;

    Purging(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ArchiveProperties properties,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.properties = properties;
        this.meters = meters;
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT11M")
    void work() {
        batches("attempts", this::attempts);
        batches("permission-changes", () -> rows("permission_changes", "changed_at", properties.permissionChanges()));
        batches("test-sends", () -> rows("test_sends", "settled_at", properties.testSends()));
    }

    private void batches(String what, Supplier<Integer> batch) {
        int rows;
        do {
            var done = transactions.execute(_ -> batch.get());
            rows = done == null ? 0 : done;
            meters.counter("outreach.channel.purged", "what", what).increment(rows);
        } while (rows == properties.batch());
    }

    private int attempts() {
        var old = jdbc.sql("SELECT id, slot_id FROM send_intents FORCE INDEX (idx_send_intents_settled)"
                        + " WHERE settled_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND"
                        + " AND state IN ('accepted', 'not_sent') ORDER BY settled_at LIMIT ? FOR UPDATE SKIP LOCKED")
                .params(properties.attempts().plus(SLOT_AFTER).toSeconds(), properties.batch())
                .query((row, _) -> new Attempt(row.getString("id"), row.getString("slot_id")))
                .list();
        if (!old.isEmpty()) {
            jdbc.sql("DELETE FROM send_intents WHERE id IN (:ids)")
                    .param("ids", old.stream().map(Attempt::id).toList())
                    .update();
            jdbc.sql("DELETE FROM contact_slots WHERE slot_id IN (:slots) AND open_attempt IS NULL"
                            + " AND changed_at < UTC_TIMESTAMP(6) - INTERVAL :kept SECOND")
                    .param("slots", old.stream().map(Attempt::slot).distinct().toList())
                    .param("kept", properties.attempts().toSeconds())
                    .update();
        }
        return old.size();
    }

    private int rows(String table, String column, Duration kept) {
        return jdbc.sql("DELETE FROM " + table + " WHERE " + column
                        + " < UTC_TIMESTAMP(6) - INTERVAL ? SECOND ORDER BY " + column + " LIMIT ?")
                .params(kept.toSeconds(), properties.batch())
                .update();
    }

    private record Attempt(String id, String slot) {}
}
