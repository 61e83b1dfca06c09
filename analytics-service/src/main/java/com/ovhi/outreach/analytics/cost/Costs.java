package com.ovhi.outreach.analytics.cost;

import com.ovhi.outreach.analytics.statistics.Dimension;
import com.ovhi.outreach.analytics.statistics.StatisticsQuery;
import com.ovhi.outreach.common.ids.Channel;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What messages cost by the table of prices; an SMS whose segments are not known counts as one. */
@Repository
@Transactional(readOnly = true)
class Costs {

    private static final String SUMS = "channel, SUM(sent_count) AS messages, SUM(segments_sum) AS segments,"
            + " SUM(segments_unknown) AS unknown_segments FROM funnel_daily WHERE";

    private final JdbcClient jdbc;
    private final Prices prices;

    Costs(JdbcClient jdbc, Prices prices) {
        this.jdbc = jdbc;
        this.prices = prices;
    }

    /** Of the messages planned in a span, per group and channel. */
    List<Cost> costs(StatisticsQuery query, List<Dimension> dimensions) {
        var selected = dimensions.stream()
                .map(each -> each.expression() + " AS by_" + each.code() + ", ")
                .collect(Collectors.joining());
        var labels = dimensions.stream().map(each -> "by_" + each.code() + ", ").collect(Collectors.joining());
        return jdbc.sql("SELECT " + selected + SUMS + query.conditions()
                        + " AND date BETWEEN :from AND :to GROUP BY " + labels
                        + "channel HAVING SUM(sent_count) > 0 ORDER BY "
                        + labels + "channel")
                .param("organization", query.organizationId())
                .param("from", query.span().from())
                .param("to", query.span().to())
                .params(query.filters())
                .query((row, _) -> cost(row, dimensions))
                .list();
    }

    /** Of all messages of an experiment. */
    BigDecimal ofExperiment(long organizationId, long experimentId) {
        return jdbc
                .sql("SELECT " + SUMS + " organization_id = ? AND experiment_id = ? GROUP BY channel")
                .params(organizationId, experimentId)
                .query((row, _) -> cost(row, List.of()).cost())
                .list()
                .stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Cost cost(ResultSet row, List<Dimension> dimensions) throws SQLException {
        var key = new LinkedHashMap<String, String>();
        for (var dimension : dimensions) {
            key.put(dimension.code(), row.getString("by_" + dimension.code()));
        }
        var channel = Channel.of(row.getString("channel"));
        var messages = row.getLong("messages");
        var assumed = channel == Channel.SMS ? row.getLong("unknown_segments") : 0;
        var segments = channel == Channel.SMS ? row.getLong("segments") + assumed : 0;
        return new Cost(
                key,
                channel,
                prices.provider(channel),
                messages,
                segments,
                assumed,
                prices.cost(channel, messages, segments));
    }

    /**
     * What messages of one channel cost.
     *
     * @param segments of SMS, 0 on other channels
     * @param assumedSegments of them, those that are one for a message whose segments are not known
     */
    record Cost(
            Map<String, String> key,
            Channel channel,
            String provider,
            long messages,
            long segments,
            long assumedSegments,
            BigDecimal cost) {}
}
