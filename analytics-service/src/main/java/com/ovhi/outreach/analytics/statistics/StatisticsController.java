package com.ovhi.outreach.analytics.statistics;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.ovhi.outreach.analytics.fact.Recounts;
import com.ovhi.outreach.analytics.report.Access;
import com.ovhi.outreach.analytics.report.Csv;
import com.ovhi.outreach.analytics.report.Page;
import com.ovhi.outreach.analytics.statistics.Crowds.Source;
import com.ovhi.outreach.analytics.statistics.StatisticsQuery.Filters;
import com.ovhi.outreach.common.security.Caller;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happened on which days, for the caller's organisation. */
@RestController
@RequestMapping("/api/v1/analytics")
class StatisticsController {

    private final Breakdowns breakdowns;
    private final Recounts recounts;

    StatisticsController(Breakdowns breakdowns, Recounts recounts) {
        this.breakdowns = breakdowns;
        this.recounts = recounts;
    }

    @GetMapping("/stats")
    @PreAuthorize(Access.READERS)
    ResponseEntity<?> stats(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String channel,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(name = "provider_id", required = false) @Nullable String providerId,
            @RequestParam(name = "group_by", defaultValue = "day") String groupBy,
            @RequestParam(defaultValue = "json") String format,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String size) {
        var dimensions = Dimension.parse(groupBy, Dimension.OF_STATS);
        var filters = new Filters(channel, purpose, providerId, null, null, null, null);
        var query = StatisticsQuery.of(caller.organization(), from, to, filters);
        var part = Page.of(page, size);
        var csv = Csv.wanted(format);
        var found = breakdowns.of(Source.STATS, query, dimensions);
        if (csv) {
            return found.file("statistics");
        }
        var rows = found.rows().stream().map(Row::of).toList();
        return ResponseEntity.ok(new Answer(
                query.span().from(),
                query.span().to(),
                groupBy,
                part.of(rows),
                found.totals().byColumn(),
                Rates.of(found.totals()),
                part.page(),
                part.size(),
                rows.size()));
    }

    /** Counts the caller's organisation again from the ledger. */
    @PostMapping("/rebuild")
    @PreAuthorize("hasAuthority('ops')")
    Rebuilt rebuild(Caller caller) {
        return new Rebuilt(recounts.recount(caller.organization()));
    }

    /**
     * @param groupBy what the rows are grouped by
     * @param totals of all rows; a count that is too small to be shown is null, in rows as well
     * @param totalRows on all pages
     */
    record Answer(
            LocalDate from,
            LocalDate to,
            String groupBy,
            List<Row> rows,
            Map<String, @Nullable Long> totals,
            Rates rates,
            int page,
            int size,
            int totalRows) {}

    /**
     * @param group the values of the key in one line
     * @param counts beside the other members, under the names of {@link Counter}
     * @param suppressed whether a count is not shown
     */
    record Row(String group, Map<String, String> key, Map<String, @Nullable Long> counts, boolean suppressed) {

        static Row of(Breakdown.Row row) {
            return new Row(
                    row.label(),
                    row.key(),
                    row.counts().byColumn(),
                    row.counts().suppressed());
        }

        @JsonAnyGetter
        @Override
        public Map<String, @Nullable Long> counts() {
            return counts;
        }
    }

    /** @param rows how many rows of {@code comm_stats} were written */
    record Rebuilt(int rows) {}
}
