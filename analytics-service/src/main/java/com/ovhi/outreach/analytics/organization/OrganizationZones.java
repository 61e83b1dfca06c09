package com.ovhi.outreach.analytics.organization;

import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.messaging.PoisonRecord;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * In which zone an organisation counts its days: its own, UTC until that is known. While its facts are dated again after it
 * moved, the zone they were counted in stays in force.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class OrganizationZones {

    private final JdbcClient jdbc;
    private final Clock clock;

    OrganizationZones(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The organisation's day of an instant. */
    public LocalDate day(long organizationId, Instant at) {
        return LocalDate.ofInstant(at, zone(organizationId));
    }

    /** The zone its days are counted in. */
    public ZoneId zone(long organizationId) {
        return jdbc.sql("SELECT counted_timezone FROM organizations WHERE organization_id = ?")
                .param(organizationId)
                .query((row, _) -> ZoneId.of(row.getString("counted_timezone")))
                .optional()
                .orElse(ZoneOffset.UTC);
    }

    /** The zones of organisations; until the end of the transaction nobody counts one of them again. */
    public Map<Long, ZoneId> share(Collection<Long> organizationIds) {
        var ids = organizationIds.stream().distinct().sorted().toList();
        var zones = shared(ids);
        var missing = ids.stream().filter(id -> !zones.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            missing.forEach(this::begin);
            zones.putAll(shared(missing));
        }
        return zones;
    }

    private Map<Long, ZoneId> shared(List<Long> ids) {
        var zones = new HashMap<Long, ZoneId>();
        if (!ids.isEmpty()) {
            jdbc.sql("SELECT organization_id, counted_timezone FROM organizations WHERE organization_id IN (:ids)"
                            + " LOCK IN SHARE MODE")
                    .param("ids", ids)
                    .query(row -> {
                        zones.put(row.getLong("organization_id"), ZoneId.of(row.getString("counted_timezone")));
                    });
        }
        return zones;
    }

    private void begin(long organizationId) {
        jdbc.sql("INSERT IGNORE INTO organizations (organization_id, timezone, counted_timezone, updated_at)"
                        + " VALUES (?, 'UTC', 'UTC', ?)")
                .params(organizationId, Timestamp.from(clock.instant()))
                .update();
    }

    /** Keeps everybody else from counting for an organisation until the end of the transaction. */
    public void exclude(long organizationId) {
        jdbc.sql("SELECT organization_id FROM organizations WHERE organization_id = ? FOR UPDATE")
                .param(organizationId)
                .query(Long.class)
                .optional();
    }

    /** Organisations whose facts are dated in another zone than they are in now, or due to be counted again. */
    public List<Long> stale() {
        return jdbc.sql("SELECT organization_id FROM organizations WHERE timezone <> counted_timezone"
                        + " OR recount_at <= ? ORDER BY organization_id")
                .param(Timestamp.from(clock.instant()))
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /** The zone an organisation is in now becomes the one its days are counted in, and no recount is due any longer. */
    public ZoneId settle(long organizationId) {
        jdbc.sql("UPDATE organizations SET counted_timezone = timezone,"
                        + " recount_at = IF(recount_at <= ?, NULL, recount_at) WHERE organization_id = ?")
                .params(Timestamp.from(clock.instant()), organizationId)
                .update();
        return zone(organizationId);
    }

    /** An organisation not counted for yet begins in its zone; one that moved is counted again later. */
    void keep(OrganizationUpdated organization) {
        var zone = known(organization.timezone());
        jdbc.sql("""
                        INSERT INTO organizations (organization_id, timezone, counted_timezone, updated_at)
                        VALUES (?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE timezone = VALUES(timezone), updated_at = VALUES(updated_at)""")
                .params(organization.organizationId(), zone, zone, Timestamp.from(clock.instant()))
                .update();
    }

    private static String known(String timezone) {
        try {
            return ZoneId.of(timezone).getId();
        } catch (DateTimeException e) {
            throw new PoisonRecord("unknown-zone");
        }
    }
}
