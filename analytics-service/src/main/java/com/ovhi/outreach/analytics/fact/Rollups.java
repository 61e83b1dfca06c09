package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.analytics.fact.Tally.FunnelRow;
import com.ovhi.outreach.analytics.fact.Tally.StatRow;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The tables {@code comm_stats} and {@code funnel_daily}: counts that follow from the ledger. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Rollups {

    private static final String STAT_KEYS = "date, organization_id, provider_id, channel, purpose";
    private static final String SLICE = "channel, purpose, campaign_id, campaign_version, step, experiment_id, variant,"
            + " template_id, template_version, language";
    /** {@link Traits#slice()} of a job: what an instance of the version before wrote has none in its row. */
    private static final String SLICE_OF_JOB = "MD5(CONCAT_WS('|', job.channel, job.purpose, job.campaign_id,"
            + " job.campaign_version, job.step, job.experiment_id, job.template_id, job.template_version, job.language,"
            + " job.variant))";

    private static final List<String> FUNNEL_SUMS = List.of("segments_sum", "segments_unknown");

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;

    Rollups(JdbcClient jdbc, JdbcTemplate batches, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
    }

    /** Adds changes; rows that count nothing any longer go. */
    void add(Tally tally) {
        addStats(tally);
        addFunnel(tally);
    }

    private void addStats(Tally tally) {
        var changes = tally.stats();
        if (changes.isEmpty()) {
            return;
        }
        var columns = counters(Counter::column).toList();
        var now = Timestamp.from(clock.instant());
        batches.batchUpdate(
                "INSERT INTO comm_stats (" + STAT_KEYS + ", created_at, updated_at, " + String.join(", ", columns)
                        + ") VALUES (" + places(7 + columns.size())
                        + ") ON DUPLICATE KEY UPDATE updated_at = VALUES(updated_at), " + added(columns),
                changes.entrySet().stream()
                        .map(each -> {
                            var row = new ArrayList<Object>(names(each.getKey()));
                            row.add(now);
                            row.add(now);
                            Arrays.stream(each.getValue()).forEach(row::add);
                            return row.toArray();
                        })
                        .toList());
        var emptied = changes.entrySet().stream()
                .filter(each -> Arrays.stream(each.getValue()).anyMatch(count -> count < 0))
                .map(each -> names(each.getKey()).toArray())
                .toList();
        delete(
                "DELETE FROM comm_stats WHERE date = ? AND organization_id = ? AND provider_id = ? AND channel = ?"
                        + " AND purpose = ? AND "
                        + counters(each -> each.column() + " = 0").collect(Collectors.joining(" AND ")),
                emptied);
    }

    private static List<Object> names(StatRow row) {
        return List.of(
                row.day(),
                row.organizationId(),
                row.providerId(),
                row.channel().code(),
                row.purpose().code());
    }

    private void addFunnel(Tally tally) {
        var changes = tally.funnel();
        if (changes.isEmpty()) {
            return;
        }
        var columns = funnelColumns();
        batches.batchUpdate(
                "INSERT INTO funnel_daily (organization_id, date, slice, " + SLICE + ", " + String.join(", ", columns)
                        + ") VALUES (" + places(13 + columns.size()) + ") ON DUPLICATE KEY UPDATE " + added(columns),
                changes.entrySet().stream()
                        .map(each -> {
                            var row = new ArrayList<Object>(columns(each.getKey()));
                            Arrays.stream(each.getValue()).forEach(row::add);
                            return row.toArray();
                        })
                        .toList());
        var emptied = changes.entrySet().stream()
                .filter(each -> each.getValue()[Counter.SCHEDULED.ordinal()] < 0)
                .map(each -> new Object[] {
                    each.getKey().organizationId(),
                    each.getKey().day(),
                    each.getKey().slice()
                })
                .toList();
        delete(
                "DELETE FROM funnel_daily WHERE organization_id = ? AND date = ? AND slice = ? AND scheduled_count = 0",
                emptied);
    }

    private static List<Object> columns(FunnelRow row) {
        var traits = row.traits();
        var place = traits.place();
        var text = traits.text();
        return List.of(
                row.organizationId(),
                row.day(),
                row.slice(),
                traits.channel().code(),
                traits.purpose().code(),
                place.campaignId(),
                place.campaignVersion(),
                place.step(),
                place.experimentId(),
                place.variant(),
                text.templateId(),
                text.templateVersion(),
                text.language());
    }

    private void delete(String sql, List<Object[]> rows) {
        if (!rows.isEmpty()) {
            batches.batchUpdate(sql, rows);
        }
    }

    /**
     * Throws the counts of a day of an organisation away and makes them again from the ledger; nobody may count for it meanwhile.
     *
     * @return the rows of {@code comm_stats} written
     */
    int recount(long organizationId, LocalDate day) {
        for (var table : List.of("comm_stats", "funnel_daily")) {
            jdbc.sql("DELETE FROM " + table + " WHERE organization_id = ? AND date = ?")
                    .params(organizationId, day)
                    .update();
        }
        recountFunnel(organizationId, day);
        return recountStats(organizationId, day);
    }

    private int recountStats(long organizationId, LocalDate day) {
        var now = Timestamp.from(clock.instant());
        return jdbc.sql("INSERT INTO comm_stats (" + STAT_KEYS + ", created_at, updated_at, "
                        + counters(Counter::column).collect(Collectors.joining(", "))
                        + ") SELECT stat_date, organization_id, provider_id, channel, purpose, ?, ?, " + sums("")
                        + " FROM job_milestones WHERE organization_id = ? AND milestone IN ("
                        + counters(each -> "'" + each.code() + "'").collect(Collectors.joining(", "))
                        + ") AND stat_date = ? AND channel <> ''"
                        + " GROUP BY stat_date, organization_id, provider_id, channel, purpose")
                .params(now, now, organizationId, day)
                .update();
    }

    private void recountFunnel(long organizationId, LocalDate day) {
        jdbc.sql("INSERT INTO funnel_daily (organization_id, date, slice, " + SLICE + ", "
                        + String.join(", ", funnelColumns())
                        + ") SELECT planned.organization_id, planned.stat_date, " + SLICE_OF_JOB + ", job."
                        + SLICE.replace(", ", ", job.") + ", " + sums("fact.")
                        + ", SUM(CASE WHEN fact.milestone = 'sent' THEN COALESCE(job.segments, 0) ELSE 0 END)"
                        + ", SUM(fact.milestone = 'sent' AND job.segments IS NULL) FROM job_milestones planned"
                        + " JOIN stat_jobs job ON job.job_id = planned.job_id"
                        + " JOIN job_milestones fact ON fact.job_id = planned.job_id"
                        + " WHERE planned.organization_id = ? AND planned.milestone = 'scheduled'"
                        + " AND planned.stat_date = ? AND planned.channel <> ''"
                        + " GROUP BY planned.organization_id, planned.stat_date, " + SLICE_OF_JOB + ", job."
                        + SLICE.replace(", ", ", job."))
                .params(organizationId, day)
                .update();
    }

    /** Every day of an organisation on which something is counted or should be, in their order. */
    List<LocalDate> days(long organizationId) {
        var days = new TreeSet<LocalDate>();
        // One statement for each counter: for it the index names each day once, however many facts it has.
        for (var counter : Counter.values()) {
            days.addAll(days(
                    "SELECT DISTINCT stat_date FROM job_milestones WHERE organization_id = ? AND milestone = ?",
                    organizationId,
                    counter.code()));
        }
        days.addAll(days("SELECT DISTINCT date FROM comm_stats WHERE organization_id = ?", organizationId));
        days.addAll(days("SELECT DISTINCT date FROM funnel_daily WHERE organization_id = ?", organizationId));
        return List.copyOf(days);
    }

    private List<LocalDate> days(String sql, Object... params) {
        return jdbc.sql(sql)
                .params(params)
                .query((row, _) -> LocalDate.parse(row.getString(1)))
                .list();
    }

    private static List<String> funnelColumns() {
        return Stream.concat(counters(Counter::column), FUNNEL_SUMS.stream()).toList();
    }

    private static <T> Stream<T> counters(Function<Counter, T> of) {
        return Arrays.stream(Counter.values()).map(of);
    }

    private static String sums(String table) {
        return counters(each -> "SUM(" + table + "milestone = '" + each.code() + "')")
                .collect(Collectors.joining(", "));
    }

    private static String added(List<String> columns) {
        return columns.stream()
                .map(each -> each + " = " + each + " + VALUES(" + each + ")")
                .collect(Collectors.joining(", "));
    }

    private static String places(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }
}
