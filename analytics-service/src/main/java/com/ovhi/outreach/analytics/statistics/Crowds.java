package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.analytics.fact.Counter;
import com.ovhi.outreach.analytics.organization.OrganizationZones;
import com.ovhi.outreach.analytics.report.SmallCells;
import com.ovhi.outreach.analytics.report.SmallCells.Crowd;
import com.ovhi.outreach.analytics.report.SmallCells.Shown;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * How many different people are behind counts of messages, so that one person with many messages is not taken for many. They are
 * counted from the ledger; where that is too large for it, or does not reach back so far, each person is taken to have had up to
 * {@value #MESSAGES_EACH} of the messages, which hides more.
 */
@Repository
@Transactional(readOnly = true)
public class Crowds {

    /** Whose job it is; one whose patient is not known counts as a person. */
    public static final String PERSON = "CASE WHEN job.patient_key = '' THEN job.job_id ELSE job.patient_key END";

    /** All milestones there are: named, they let the index find a span in which an organisation has few of its facts. */
    private static final String COUNTED =
            Arrays.stream(Counter.values()).map(each -> "'" + each.code() + "'").collect(Collectors.joining(", "));

    private static final int MESSAGES_EACH = 20;
    private static final long MOST_FACTS = 200_000;

    private final JdbcClient jdbc;
    private final SmallCells cells;
    private final OrganizationZones zones;

    Crowds(JdbcClient jdbc, SmallCells cells, OrganizationZones zones) {
        this.jdbc = jdbc;
        this.cells = cells;
        this.zones = zones;
    }

    /**
     * What of an answer may be shown.
     *
     * @param keys of its rows: values of the dimensions, by their codes
     * @param rows counts of the columns
     */
    public Shown protect(
            Source source,
            StatisticsQuery query,
            List<Dimension> dimensions,
            List<Map<String, String>> keys,
            List<long[]> rows,
            List<Counter> columns) {
        var doubtful =
                rows.stream().flatMapToLong(Arrays::stream).anyMatch(count -> cells.doubtful(count, MESSAGES_EACH));
        var crowd = doubtful && kept(query) && facts(source, query) <= MOST_FACTS
                ? counted(source, query, dimensions, keys, columns)
                : assumed(rows, columns.size());
        return cells.protect(rows, crowd, columns.size());
    }

    /** Of days whose facts are forgotten nobody knows any longer whose they were. */
    private boolean kept(StatisticsQuery query) {
        return !query.span().from().isBefore(zones.keptFrom(query.organizationId()));
    }

    private long facts(Source source, StatisticsQuery query) {
        return jdbc.sql("SELECT COALESCE(SUM("
                        + Arrays.stream(Counter.values()).map(Counter::column).collect(Collectors.joining(" + "))
                        + "), 0) FROM " + source.table
                        + " WHERE organization_id = ? AND date BETWEEN ? AND ?")
                .params(
                        query.organizationId(),
                        query.span().from(),
                        query.span().to())
                .query(Long.class)
                .single();
    }

    private static Crowd assumed(List<long[]> rows, int width) {
        var totals = new long[width];
        rows.forEach(row -> Arrays.setAll(totals, column -> totals[column] + row[column]));
        return new Crowd(rows.stream().map(Crowds::assumed).toList(), assumed(totals));
    }

    private static long[] assumed(long[] counts) {
        return Arrays.stream(counts)
                .map(count -> count > 0 ? Math.max(1, count / MESSAGES_EACH) : 0)
                .toArray();
    }

    private Crowd counted(
            Source source,
            StatisticsQuery query,
            List<Dimension> dimensions,
            List<Map<String, String>> keys,
            List<Counter> columns) {
        var groups = people(source, query, dimensions);
        var all = people(source, query, List.of()).getOrDefault(Map.of(), nobody());
        return new Crowd(
                keys.stream()
                        .map(key -> of(columns, groups.getOrDefault(key, nobody())))
                        .toList(),
                of(columns, all));
    }

    private static long[] nobody() {
        return new long[Counter.values().length];
    }

    private static long[] of(List<Counter> columns, long[] people) {
        return columns.stream().mapToLong(column -> people[column.ordinal()]).toArray();
    }

    /** The statement that counts people, per group and milestone. */
    static String counting(Source source, StatisticsQuery query, List<Dimension> dimensions) {
        var selected = dimensions.stream()
                .map(each -> each.expression() + " AS by_" + each.code() + ", ")
                .collect(Collectors.joining());
        var labels = dimensions.stream().map(each -> "by_" + each.code() + ", ").collect(Collectors.joining());
        return "SELECT " + selected + "milestone, COUNT(DISTINCT person) AS people FROM (" + source.ledger
                + ") AS told WHERE" + query.conditions() + " GROUP BY " + labels + "milestone";
    }

    private Map<Map<String, String>, long[]> people(Source source, StatisticsQuery query, List<Dimension> dimensions) {
        var people = new HashMap<Map<String, String>, long[]>();
        jdbc.sql(counting(source, query, dimensions))
                .param("organization", query.organizationId())
                .param("from", query.span().from())
                .param("to", query.span().to())
                .params(query.filters())
                .query(row -> {
                    var key = new LinkedHashMap<String, String>();
                    for (var dimension : dimensions) {
                        key.put(dimension.code(), row.getString("by_" + dimension.code()));
                    }
                    var counts = people.computeIfAbsent(key, _ -> nobody());
                    counts[Counter.of(row.getString("milestone")).ordinal()] = row.getLong("people");
                });
        return people;
    }

    /** Where counts come from, and the facts behind them. */
    public enum Source {
        /** By the day things happened. */
        STATS(
                "comm_stats",
                "SELECT fact.organization_id, fact.stat_date AS date, fact.provider_id, fact.channel,"
                        + " fact.purpose, fact.milestone, " + PERSON + " AS person FROM job_milestones fact"
                        + " JOIN stat_jobs job ON job.job_id = fact.job_id"
                        + " WHERE fact.organization_id = :organization AND fact.milestone IN (" + COUNTED + ")"
                        + " AND fact.stat_date BETWEEN :from AND :to AND fact.channel <> ''"),
        /** By the day jobs were planned for. */
        FUNNEL(
                "funnel_daily",
                "SELECT planned.organization_id, planned.stat_date AS date, job.channel, job.purpose,"
                        + " job.campaign_id, job.campaign_version, job.step, job.experiment_id, job.variant, job.template_id,"
                        + " job.template_version, job.language, fact.milestone, " + PERSON + " AS person"
                        + " FROM job_milestones planned JOIN stat_jobs job ON job.job_id = planned.job_id"
                        + " JOIN job_milestones fact ON fact.job_id = planned.job_id"
                        + " WHERE planned.organization_id = :organization AND planned.milestone = 'scheduled'"
                        + " AND planned.stat_date BETWEEN :from AND :to AND planned.channel <> ''");

        private final String table;
        private final String ledger;

        Source(String table, String ledger) {
            this.table = table;
            this.ledger = ledger;
        }

        /** Where the counts stand. */
        String table() {
            return table;
        }
    }
}
