package com.ovhi.outreach.scheduler.pace;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** The settings in table {@code paces}, read again every five seconds. Thread-safe. */
@Component
class PaceSettings {

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Outbox outbox;
    private final Clock clock;
    private volatile Map<String, Setting> settings = Map.of();

    PaceSettings(JdbcClient jdbc, PlatformTransactionManager transactions, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.outbox = outbox;
        this.clock = clock;
    }

    /** How many per second, real time; null when there is no pace. */
    @Nullable
    Double perSecond(String scope) {
        var setting = settings.get(scope);
        return setting == null ? null : setting.perSecond();
    }

    int weight(String scope) {
        var setting = settings.get(scope);
        return setting == null ? 1 : setting.weight();
    }

    Map<String, Setting> all() {
        return settings;
    }

    /**
     * Sets a scope and enters that in the audit log.
     *
     * @param organizationId whose scope it is, null when it is everybody's
     * @param actor who sets it
     */
    void put(String scope, Setting setting, @Nullable Long organizationId, String actor) {
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("""
                            INSERT INTO paces (scope, per_second, weight) VALUES (?, ?, ?)
                            ON DUPLICATE KEY UPDATE
                                per_second = VALUES(per_second), weight = VALUES(weight), free_at = NULL""")
                    .param(scope)
                    .param(setting.perSecond())
                    .param(setting.weight())
                    .update();
            var key = organizationId == null ? "none" : Long.toString(organizationId);
            outbox.publish(Topics.AUDIT, key, entry(scope, setting, organizationId, actor));
        });
        read();
    }

    private AuditRecorded entry(String scope, Setting setting, @Nullable Long organizationId, String actor) {
        var perSecond = setting.perSecond();
        var details = Map.of(
                "resource",
                "pace",
                "scope",
                scope,
                "per_second",
                perSecond == null ? "none" : Double.toString(perSecond),
                "weight",
                Integer.toString(setting.weight()));
        return new AuditRecorded(
                organizationId, null, actor, AuditAction.PREFERENCE_CHANGE, details, null, null, clock.instant());
    }

    @Scheduled(fixedDelayString = "PT5S")
    void read() {
        transactions.executeWithoutResult(_ -> {
            var fresh = new HashMap<String, Setting>();
            jdbc.sql("SELECT scope, per_second, weight FROM paces").query(row -> {
                fresh.put(
                        row.getString("scope"),
                        new Setting(row.getObject("per_second", Double.class), row.getInt("weight")));
            });
            settings = Map.copyOf(fresh);
        });
    }

    /**
     * A pace and a share.
     *
     * @param perSecond null for no pace
     * @param weight at least 1
     */
    record Setting(@Nullable Double perSecond, int weight) {}
}
