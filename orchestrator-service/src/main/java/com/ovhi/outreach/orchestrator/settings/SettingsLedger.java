package com.ovhi.outreach.orchestrator.settings;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.time.UtcTime;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.audit.AuditTrail;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What the organisations have set. Thread-safe. */
@Repository
public class SettingsLedger {

    /** Every request is judged by settings, which hardly ever change. */
    private static final Duration BRIEFLY = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final Clock clock;
    private final Cache<Long, OutreachSettings> known =
            Caffeine.newBuilder().expireAfterWrite(BRIEFLY).maximumSize(10_000).build();

    SettingsLedger(JdbcClient jdbc, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    /** The settings of an organisation, or the defaults; a change may be seen a second late. */
    @Transactional(readOnly = true)
    public OutreachSettings of(long organizationId) {
        return known.get(organizationId, id -> versioned(id).settings());
    }

    @Transactional(readOnly = true)
    Versioned versioned(long organizationId) {
        return jdbc.sql("SELECT settings, version FROM outreach_settings WHERE organization_id = ?")
                .param(organizationId)
                .query((row, n) -> new Versioned(
                        ContractJson.read(row.getString("settings"), OutreachSettings.class), row.getLong("version")))
                .optional()
                .orElse(new Versioned(OutreachSettings.DEFAULT, 0));
    }

    /** Replaces the settings that had this version; false when they have another one by now. */
    @Transactional
    boolean replace(long organizationId, long version, OutreachSettings settings, Actor actor) {
        jdbc.sql("""
                        INSERT INTO outreach_settings (organization_id, settings, version, changed_by, changed_at)
                        VALUES (?, ?, 0, ?, ?)
                        ON DUPLICATE KEY UPDATE organization_id = VALUES(organization_id)""")
                .params(
                        organizationId,
                        ContractJson.writeText(OutreachSettings.DEFAULT),
                        actor.name(),
                        UtcTime.of(clock.instant()))
                .update();
        var replaced = jdbc.sql("""
                        UPDATE outreach_settings SET settings = ?, version = version + 1, changed_by = ?, changed_at = ?
                        WHERE organization_id = ? AND version = ?""")
                .params(
                        ContractJson.writeText(settings),
                        actor.name(),
                        UtcTime.of(clock.instant()),
                        organizationId,
                        version)
                .update();
        if (replaced == 1) {
            AfterCommit.run(() -> known.invalidate(organizationId));
            audit.record(
                    actor,
                    AuditAction.PREFERENCE_CHANGE,
                    organizationId,
                    null,
                    Map.of("resource", "outreach-settings", "version", Long.toString(version + 1)));
        }
        return replaced == 1;
    }

    /** Settings and how often they were changed. */
    record Versioned(OutreachSettings settings, long version) {}
}
