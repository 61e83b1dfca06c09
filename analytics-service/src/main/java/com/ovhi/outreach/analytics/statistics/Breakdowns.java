package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.analytics.fact.Counter;
import com.ovhi.outreach.analytics.statistics.Breakdown.Row;
import com.ovhi.outreach.analytics.statistics.Crowds.Source;
import com.ovhi.outreach.analytics.statistics.Statistics.Group;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads counts by group, and hides those of few people. */
@Component
class Breakdowns {

    private final Statistics statistics;
    private final Crowds crowds;

    Breakdowns(Statistics statistics, Crowds crowds) {
        this.statistics = statistics;
        this.crowds = crowds;
    }

    Breakdown of(Source source, StatisticsQuery query, List<Dimension> dimensions) {
        var groups = statistics.groups(source, query, dimensions);
        var shown = crowds.protect(
                source,
                query,
                dimensions,
                groups.stream().map(Group::key).toList(),
                groups.stream().map(Group::counts).toList(),
                List.of(Counter.values()));
        var counts = Counts.of(shown);
        var rows = new ArrayList<Row>();
        for (var i = 0; i < groups.size(); i++) {
            rows.add(new Row(groups.get(i).key(), counts.get(i)));
        }
        return new Breakdown(dimensions, rows, Counts.of(shown.totals()));
    }
}
