package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.analytics.fact.Counter;
import com.ovhi.outreach.analytics.statistics.Crowds.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Reads the counts. */
@Repository
@Transactional(readOnly = true)
class Statistics {

    private final JdbcClient jdbc;

    Statistics(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is counted in the span, per group, in the order of the groups. */
    List<Group> groups(Source source, StatisticsQuery query, List<Dimension> dimensions) {
        var labels = dimensions.stream().map(each -> "by_" + each.code()).collect(Collectors.joining(", "));
        var selected = dimensions.stream()
                .map(each -> each.expression() + " AS by_" + each.code() + ", ")
                .collect(Collectors.joining());
        var sql = "SELECT " + selected + Counts.SUMS + " FROM " + source.table() + " WHERE" + query.conditions()
                + " AND date BETWEEN :from AND :to"
                + (labels.isEmpty() ? "" : " GROUP BY " + labels + " ORDER BY " + labels);
        return jdbc.sql(sql)
                .param("organization", query.organizationId())
                .param("from", query.span().from())
                .param("to", query.span().to())
                .params(query.filters())
                .query((row, _) -> group(row, dimensions))
                .list();
    }

    private static Group group(ResultSet row, List<Dimension> dimensions) throws SQLException {
        var key = new LinkedHashMap<String, String>();
        for (var dimension : dimensions) {
            key.put(dimension.code(), row.getString("by_" + dimension.code()));
        }
        var counts = new long[Counter.values().length];
        for (var counter : Counter.values()) {
            counts[counter.ordinal()] = row.getLong(counter.column());
        }
        return new Group(key, counts);
    }

    /**
     * Counts of one group.
     *
     * @param key values of the dimensions, by their codes
     * @param counts in the order of {@link Counter}
     */
    record Group(Map<String, String> key, long[] counts) {}
}
