package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.analytics.organization.OrganizationZones;
import com.ovhi.outreach.common.time.Rest;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Dates the facts of an organisation again when its zone changed, or became known after facts had come, so that its counts do
 * not depend on which was told first; and counts again what is due, as after a roll-out during which the version before counted
 * beside this one. Each organisation in one transaction, in which nobody counts for it.
 */
@Component
class Redating {

    private static final Logger log = LoggerFactory.getLogger(Redating.class);

    private static final Duration REST = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final OrganizationZones zones;
    private final Rollups rollups;
    private final MeterRegistry meters;
    private final TransactionOperations transactions;
    private final Map<Long, Rest> rests = new ConcurrentHashMap<>();

    Redating(
            JdbcClient jdbc,
            OrganizationZones zones,
            Rollups rollups,
            MeterRegistry meters,
            TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.zones = zones;
        this.rollups = rollups;
        this.meters = meters;
        this.transactions = transactions;
    }

    @Scheduled(fixedDelayString = "${outreach.analytics.redate-every:PT2S}")
    void run() {
        List<Long> stale = transactions.execute(_ -> zones.stale());
        if (stale != null) {
            stale.stream()
                    .filter(id -> !rests.computeIfAbsent(id, _ -> new Rest()).resting())
                    .forEach(this::attempt);
        }
    }

    /** One that fails rests, and keeps nobody else waiting. */
    private void attempt(long organizationId) {
        try {
            transactions.executeWithoutResult(_ -> redate(organizationId));
            rests.remove(organizationId);
            log.atInfo()
                    .addKeyValue("organization_id", organizationId)
                    .log("Facts dated and counted again in the organisation's zone");
        } catch (RuntimeException e) {
            rests.computeIfAbsent(organizationId, _ -> new Rest()).rest(REST);
            meters.counter("outreach.analytics.redating.failed").increment();
            log.atError()
                    .addKeyValue("organization_id", organizationId)
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("Facts not dated again");
        }
    }

    private void redate(long organizationId) {
        zones.exclude(organizationId);
        var before = zones.zone(organizationId);
        var zone = zones.settle(organizationId);
        if (!zone.equals(before)) {
            for (var counter : Counter.values()) {
                days(organizationId, counter).forEach(day -> redate(organizationId, counter, day, zone));
            }
        }
        rollups.recount(organizationId);
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
