package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.analytics.statistics.StatisticsQuery.Grouping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Reads the counts. */
@Repository
@Transactional(readOnly = true)
class Statistics {

    private static final String FILTER = " organization_id = :organization"
            + " AND (:channel IS NULL OR channel = :channel) AND (:purpose IS NULL OR purpose = :purpose)"
            + " AND (:provider IS NULL OR provider_id = :provider)";

    private final JdbcClient jdbc;

    Statistics(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Counts per group, in the order of the groups. */
    List<Group> counts(StatisticsQuery query, Grouping grouping) {
        return filtered(
                        "SELECT " + grouping.column() + " AS label, " + Counts.SUMS + " FROM comm_stats WHERE" + FILTER
                                + " AND date BETWEEN :from AND :to GROUP BY " + grouping.column() + " ORDER BY "
                                + grouping.column(),
                        query)
                .query((row, _) -> new Group(row.getString("label"), Counts.read(row)))
                .list();
    }

    /** How far the jobs came that were scheduled in the span, whenever they came there. */
    Map<String, Long> reached(StatisticsQuery query) {
        var reached = new HashMap<String, Long>();
        filtered(
                        "SELECT later.milestone AS milestone, COUNT(*) AS jobs FROM (SELECT job_id FROM job_milestones"
                                + " WHERE milestone = 'scheduled' AND" + FILTER
                                + " AND stat_date BETWEEN :from AND :to) AS started"
                                + " JOIN job_milestones later ON later.job_id = started.job_id GROUP BY later.milestone",
                        query)
                .query(row -> {
                    reached.put(row.getString("milestone"), row.getLong("jobs"));
                });
        return reached;
    }

    private JdbcClient.StatementSpec filtered(String sql, StatisticsQuery query) {
        var channel = query.channel();
        var purpose = query.purpose();
        return jdbc.sql(sql)
                .param("organization", query.organizationId())
                .param("from", query.from())
                .param("to", query.to())
                .param("channel", channel == null ? null : channel.code())
                .param("purpose", purpose == null ? null : purpose.code())
                .param("provider", query.providerId());
    }

    /**
     * Counts of one group.
     *
     * @param label the day, channel or purpose
     */
    record Group(String label, Counts counts) {}
}
