package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.analytics.organization.OrganizationZones;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Dates the facts of an organisation again when its zone changed, or became known after facts had come, so that its counts do
 * not depend on which was told first. Each organisation in one transaction, in which nobody counts for it.
 */
@Component
class Redating {

    private static final Logger log = LoggerFactory.getLogger(Redating.class);

    private final JdbcClient jdbc;
    private final OrganizationZones zones;
    private final Rollups rollups;
    private final TransactionOperations transactions;

    Redating(JdbcClient jdbc, OrganizationZones zones, Rollups rollups, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.zones = zones;
        this.rollups = rollups;
        this.transactions = transactions;
    }

    @Scheduled(fixedDelayString = "${outreach.analytics.redate-every:PT2S}")
    void run() {
        List<Long> moved = transactions.execute(_ -> zones.moved());
        if (moved != null) {
            moved.forEach(this::redate);
        }
    }

    private void redate(long organizationId) {
        transactions.executeWithoutResult(_ -> {
            zones.exclude(organizationId);
            var zone = zones.settle(organizationId);
            for (var counter : Counter.values()) {
                days(organizationId, counter).forEach(day -> redate(organizationId, counter, day, zone));
            }
            rollups.recount(organizationId);
        });
        log.atInfo()
                .addKeyValue("organization_id", organizationId)
                .log("Facts dated again in the organisation's new zone");
    }

    private List<LocalDate> days(long organizationId, Counter counter) {
        return jdbc.sql("SELECT DISTINCT stat_date FROM job_milestones WHERE organization_id = ? AND milestone = ?"
                        + " ORDER BY stat_date")
                .params(organizationId, counter.code())
                .query((row, _) -> LocalDate.parse(row.getString(1)))
                .list();
    }

    /** Facts that move to the next day are dated once more with it, and stay there. */
    private void redate(long organizationId, Counter counter, LocalDate day, ZoneId zone) {
        var offsets = offsets(zone, day);
        var params = new ArrayList<Object>();
        var sql = new StringBuilder("UPDATE job_milestones SET stat_date = DATE(occurred_at + INTERVAL (CASE");
        for (var offset : offsets.subList(0, offsets.size() - 1)) {
            sql.append(" WHEN occurred_at < ? THEN ?");
            params.add(Timestamp.from(offset.until()));
            params.add(offset.seconds());
        }
        sql.append(offsets.size() == 1 ? " WHEN TRUE THEN ? END) SECOND)" : " ELSE ? END) SECOND)");
        params.add(offsets.getLast().seconds());
        sql.append(" WHERE organization_id = ? AND milestone = ? AND stat_date = ? AND channel <> ''");
        params.addAll(List.of(organizationId, counter.code(), day));
        jdbc.sql(sql.toString()).params(params).update();
    }

    /** The zone's distances from UTC around a day, each until the next change; whatever zone the day was counted in. */
    static List<Offset> offsets(ZoneId zone, LocalDate day) {
        var from = day.minusDays(2).atStartOfDay(zone).toInstant();
        var end = day.plusDays(3).atStartOfDay(zone).toInstant();
        var rules = zone.getRules();
        var offsets = new ArrayList<Offset>();
        for (var at = from; at.isBefore(end); ) {
            var next = rules.nextTransition(at);
            var until = next == null ? Instant.MAX : next.getInstant();
            offsets.add(new Offset(until, rules.getOffset(at).getTotalSeconds()));
            at = until;
        }
        return offsets;
    }

    /**
     * A distance from UTC.
     *
     * @param until when it changes
     * @param seconds east of Greenwich
     */
    record Offset(Instant until, int seconds) {}
}
