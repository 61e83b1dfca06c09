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
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * In which zone an organisation counts its days: its own, UTC until that is known. When it moves, what comes is counted in the
 * new zone at once, and older facts are dated again by and by.
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

    /** The calendars of organisations; until the end of the transaction nobody counts one of them again. */
    public Map<Long, Calendar> share(Collection<Long> organizationIds) {
        var ids = organizationIds.stream().distinct().sorted().toList();
        var zones = shared(ids);
        var missing = ids.stream().filter(id -> !zones.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            missing.forEach(this::begin);
            zones.putAll(shared(missing));
        }
        return zones;
    }

    private Map<Long, Calendar> shared(List<Long> ids) {
        var zones = new HashMap<Long, Calendar>();
        if (!ids.isEmpty()) {
            jdbc.sql("SELECT organization_id, counted_timezone, kept_from FROM organizations"
                            + " WHERE organization_id IN (:ids) LOCK IN SHARE MODE")
                    .param("ids", ids)
                    .query(row -> {
                        zones.put(
                                row.getLong("organization_id"),
                                new Calendar(
                                        ZoneId.of(row.getString("counted_timezone")), day(row.getString("kept_from"))));
                    });
        }
        return zones;
    }

    private static LocalDate day(@Nullable String date) {
        return date == null ? LocalDate.MIN : LocalDate.parse(date);
    }

    /** All organisations there are. */
    public List<Long> all() {
        return jdbc.sql("SELECT organization_id FROM organizations ORDER BY organization_id")
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /** From a day on the facts of an organisation are all kept, unless they are from a later one already; says which. */
    public LocalDate keepFrom(long organizationId, LocalDate day) {
        jdbc.sql(
                        "UPDATE organizations SET kept_from = ? WHERE organization_id = ? AND (kept_from IS NULL OR kept_from < ?)")
                .params(day, organizationId, day)
                .update();
        return keptFrom(organizationId);
    }

    /** The first day of which an organisation's facts are all kept. */
    public LocalDate keptFrom(long organizationId) {
        return jdbc.sql("SELECT kept_from FROM organizations WHERE organization_id = ?")
                .param(organizationId)
                .query((row, _) -> day(row.getString("kept_from")))
                .optional()
                .orElse(LocalDate.MIN);
    }

    /**
     * How the days of an organisation are counted.
     *
     * @param keptFrom the first day of which all facts are kept
     */
    public record Calendar(ZoneId zone, LocalDate keptFrom) {

        /** The day of an instant. */
        public LocalDate day(Instant at) {
            return LocalDate.ofInstant(at, zone);
        }

        /** Whether facts of an instant are kept. */
        public boolean keeps(Instant at) {
            return !day(at).isBefore(keptFrom);
        }
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

    /** Organisations not all of whose facts are dated in the zone they are in now. */
    public List<Long> moved() {
        return jdbc.sql("SELECT organization_id FROM organizations WHERE timezone <> counted_timezone"
                        + " OR dated_to IS NOT NULL ORDER BY organization_id")
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /**
     * The zone an organisation is in now becomes the one its days are counted in; older facts are still to be dated in it.
     *
     * @throws DateTimeException for one that is none, which would keep the organisation from being counted at all
     */
    public void settle(long organizationId) {
        jdbc.sql("SELECT timezone FROM organizations WHERE organization_id = ?")
                .param(organizationId)
                .query(String.class)
                .optional()
                .ifPresent(ZoneId::of);
        jdbc.sql("UPDATE organizations SET dated_to = '', counted_timezone = timezone WHERE organization_id = ?"
                        + " AND timezone <> counted_timezone")
                .param(organizationId)
                .update();
    }

    /** Up to which job the facts of an organisation are dated in the zone it is counted in; empty when all are. */
    public Optional<Dated> dated(long organizationId) {
        return jdbc.sql("SELECT dated_to, counted_timezone FROM organizations WHERE organization_id = ?"
                        + " AND dated_to IS NOT NULL")
                .param(organizationId)
                .query((row, _) -> new Dated(row.getString("dated_to"), row.getString("counted_timezone")))
                .optional();
    }

    /** Facts are dated up to a job, unless the organisation has moved once more; up to the last one for null. */
    public void dated(long organizationId, Dated before, @Nullable String jobId) {
        jdbc.sql("UPDATE organizations SET dated_to = ? WHERE organization_id = ? AND dated_to = ?"
                        + " AND counted_timezone = ?")
                .params(Arrays.<@Nullable Object>asList(jobId, organizationId, before.to(), before.zone()))
                .update();
    }

    /** Organisations that are due to be counted again. */
    public List<Long> due() {
        return jdbc.sql("SELECT organization_id FROM organizations WHERE recount_at <= ? ORDER BY organization_id")
                .param(Timestamp.from(clock.instant()))
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /** An organisation was counted again since an instant at which that was due. */
    public void recounted(long organizationId, Instant due) {
        jdbc.sql("UPDATE organizations SET recount_at = NULL WHERE organization_id = ? AND recount_at <= ?")
                .params(organizationId, Timestamp.from(due))
                .update();
    }

    /**
     * How far facts are dated again.
     *
     * @param to the last job, in the order of ids; empty before the first
     * @param zone in which
     */
    public record Dated(String to, String zone) {}

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
