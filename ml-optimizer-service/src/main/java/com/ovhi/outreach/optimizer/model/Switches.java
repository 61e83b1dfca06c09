package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.OptimizerSwitched;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code optimizer_settings}: which organisations want nothing learned. Thread-safe. */
@Repository
class Switches {

    private static final int CHUNK = 1_000;

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;

    Switches(JdbcClient jdbc, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Those of the organisations that have switched the optimiser off. */
    @Transactional
    public Set<Long> off(Set<Long> organizations) {
        return new HashSet<>(jdbc.sql(
                        "SELECT organization_id FROM optimizer_settings WHERE organization_id IN (:ids) AND NOT enabled")
                .param("ids", organizations)
                .query(Long.class)
                .list());
    }

    /** What an organisation has set; switched on, version 0, if nothing. */
    @Transactional
    public Setting of(long organization) {
        return jdbc.sql("SELECT enabled, version FROM optimizer_settings WHERE organization_id = ?")
                .param(organization)
                .query((row, _) -> new Setting(row.getBoolean("enabled"), row.getLong("version")))
                .optional()
                .orElse(new Setting(true, 0));
    }

    /**
     * Switches on or off, if the setting still has this version. That is told at once for the whole organisation; its patients
     * are learned about again by and by ({@link #retell}), so that what was published of each is taken back, or published anew.
     * Audited.
     *
     * @return whether it had that version
     */
    @Transactional
    public boolean turn(long organization, boolean enabled, long version, Viewer who) {
        var now = Timestamp.from(clock.instant());
        jdbc.sql("INSERT INTO optimizer_settings (organization_id) VALUES (?)"
                        + " ON DUPLICATE KEY UPDATE organization_id = VALUES(organization_id)")
                .param(organization)
                .update();
        var turned = jdbc.sql("UPDATE optimizer_settings SET enabled = ?, version = version + 1, changed_by = ?,"
                        + " changed_at = ?, retold = 0 WHERE organization_id = ? AND version = ?")
                .params(enabled, who.name(), now, organization, version)
                .update();
        if (turned == 0) {
            return false;
        }
        var switched = new OptimizerSwitched(organization, enabled, version + 1, clock.instant());
        outbox.publish(Topics.INSIGHT, switched.key(), switched);
        outbox.publish(
                Topics.AUDIT,
                Long.toString(organization),
                new AuditRecorded(
                        organization,
                        null,
                        who.name(),
                        AuditAction.PREFERENCE_CHANGE,
                        Map.of(
                                "resource", "optimizer-settings",
                                "enabled", Boolean.toString(enabled),
                                "version", Long.toString(version + 1)),
                        who.ipAddress(),
                        who.userAgent(),
                        clock.instant()));
        return true;
    }

    /** Has a chunk of the patients of organisations that were switched learned about again; whether there may be more. */
    @Transactional
    public boolean retell() {
        var switched = jdbc.sql("SELECT organization_id, retold FROM optimizer_settings WHERE retold IS NOT NULL"
                        + " ORDER BY organization_id LIMIT 1 FOR UPDATE SKIP LOCKED")
                .query((row, _) -> new Retold(row.getLong("organization_id"), row.getLong("retold")))
                .optional();
        switched.ifPresent(this::retell);
        return switched.isPresent();
    }

    private void retell(Retold from) {
        var patients = jdbc.sql(
                        "SELECT patient_id FROM engagement_patients WHERE organization_id = ? AND patient_id > ?"
                                + " ORDER BY patient_id LIMIT " + CHUNK)
                .params(from.organization(), from.patient())
                .query(Long.class)
                .list();
        if (!patients.isEmpty()) {
            jdbc.sql("UPDATE engagement_patients SET learn_at = :now WHERE patient_id IN (:ids)")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("ids", patients)
                    .update();
        }
        jdbc.sql("UPDATE optimizer_settings SET retold = ? WHERE organization_id = ?")
                .params(Arrays.<@Nullable Object>asList(
                        patients.isEmpty() ? null : patients.getLast(), from.organization()))
                .update();
    }

    private record Retold(long organization, long patient) {}

    /** Whether anything is learned for an organisation, and how often that was changed. */
    record Setting(boolean enabled, long version) {}
}
