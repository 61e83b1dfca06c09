package com.ovhi.outreach.analytics.statistics;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.ovhi.outreach.analytics.statistics.StatisticsQuery.Grouping;
import com.ovhi.outreach.common.security.Caller;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Statistics of the caller's organisation. */
@RestController
@RequestMapping("/api/v1/analytics")
class StatisticsController {

    private static final String READERS = "hasAnyAuthority('clinic-staff','campaign-manager','ops','compliance')";
    private static final List<Counter> STEPS = List.of(
            Counter.SCHEDULED, Counter.SENT, Counter.DELIVERED, Counter.OPENED, Counter.CLICKED, Counter.REPLIED);

    private final Statistics statistics;
    private final Counting counting;

    StatisticsController(Statistics statistics, Counting counting) {
        this.statistics = statistics;
        this.counting = counting;
    }

    @GetMapping("/stats")
    @PreAuthorize(READERS)
    Answer stats(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String channel,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(name = "provider_id", required = false) @Nullable String providerId,
            @RequestParam(name = "group_by", defaultValue = "day") String groupBy) {
        var grouping = Grouping.of(groupBy);
        var query = StatisticsQuery.of(caller.organization(), from, to, channel, purpose, providerId);
        var groups = statistics.counts(query, grouping);
        var totals = groups.stream().map(Statistics.Group::counts).reduce(Counts.NONE, Counts::plus);
        return new Answer(
                query.from(),
                query.to(),
                grouping.code(),
                groups.stream().map(Row::of).toList(),
                totals,
                Rates.of(totals));
    }

    @GetMapping("/funnel")
    @PreAuthorize(READERS)
    Funnel funnel(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String purpose) {
        var query = StatisticsQuery.of(caller.organization(), from, to, null, purpose, null);
        var reached = statistics.reached(query);
        var steps = new ArrayList<Step>();
        for (var counter : STEPS) {
            var jobs = reached.getOrDefault(counter.code(), 0L);
            var first = steps.isEmpty() ? jobs : steps.getFirst().jobs();
            steps.add(new Step(counter.code(), jobs, Rates.share(jobs, first)));
        }
        return new Funnel(query.from(), query.to(), steps);
    }

    @PostMapping("/rebuild")
    @PreAuthorize("hasAuthority('ops')")
    Rebuilt rebuild(Caller caller) {
        return new Rebuilt(counting.recount(caller.organization()));
    }

    /** @param groupBy what the rows are grouped by */
    record Answer(LocalDate from, LocalDate to, String groupBy, List<Row> rows, Counts totals, Rates rates) {}

    /** @param group the day, channel or purpose */
    record Row(String group, @JsonUnwrapped Counts counts) {

        static Row of(Statistics.Group group) {
            return new Row(group.label(), group.counts());
        }
    }

    /** Of the jobs scheduled in the span, how many came how far. */
    record Funnel(LocalDate from, LocalDate to, List<Step> steps) {}

    /** @param share of the first step */
    record Step(String milestone, long jobs, @Nullable BigDecimal share) {}

    /** @param rows how many rows of {@code comm_stats} were written */
    record Rebuilt(int rows) {}
}
