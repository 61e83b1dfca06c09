package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.analytics.fact.Counter;
import com.ovhi.outreach.analytics.report.Access;
import com.ovhi.outreach.analytics.report.Csv;
import com.ovhi.outreach.analytics.report.Page;
import com.ovhi.outreach.analytics.statistics.Crowds.Source;
import com.ovhi.outreach.analytics.statistics.StatisticsQuery.Filters;
import com.ovhi.outreach.common.security.Caller;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How far the jobs came that were planned in a span, for the caller's organisation. */
@RestController
@RequestMapping("/api/v1/analytics")
class FunnelController {

    private static final List<Counter> STEPS = List.of(
            Counter.SCHEDULED,
            Counter.SENT,
            Counter.DELIVERED,
            Counter.OPENED,
            Counter.CLICKED,
            Counter.REPLIED,
            Counter.CONFIRMED,
            Counter.KEPT);

    private final Breakdowns breakdowns;

    FunnelController(Breakdowns breakdowns) {
        this.breakdowns = breakdowns;
    }

    @GetMapping("/funnel")
    @PreAuthorize(Access.READERS)
    ResponseEntity<?> funnel(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String channel,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(name = "campaign_id", required = false) @Nullable String campaignId,
            @RequestParam(name = "experiment_id", required = false) @Nullable String experimentId,
            @RequestParam(name = "template_id", required = false) @Nullable String templateId,
            @RequestParam(required = false) @Nullable String language,
            @RequestParam(name = "group_by", defaultValue = "") String groupBy,
            @RequestParam(defaultValue = "json") String format,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String size) {
        var dimensions = Dimension.parse(groupBy, Dimension.OF_FUNNEL);
        var filters = new Filters(channel, purpose, null, campaignId, experimentId, templateId, language);
        var query = StatisticsQuery.of(caller.organization(), from, to, filters);
        var part = Page.of(page, size);
        var csv = Csv.wanted(format);
        var found = breakdowns.of(Source.FUNNEL, query, dimensions);
        if (csv) {
            return found.file("funnel");
        }
        var parts = dimensions.isEmpty()
                ? List.<Part>of()
                : found.rows().stream()
                        .map(row -> new Part(row.label(), row.key(), steps(row.counts())))
                        .toList();
        return ResponseEntity.ok(new Funnel(
                query.span().from(),
                query.span().to(),
                steps(found.totals()),
                part.of(parts),
                part.page(),
                part.size(),
                parts.size()));
    }

    private static List<Step> steps(Counts counts) {
        var planned = counts.get(Counter.SCHEDULED);
        return STEPS.stream()
                .map(counter ->
                        new Step(counter.code(), counts.get(counter), Rates.share(counts.get(counter), planned)))
                .toList();
    }

    /**
     * Of the jobs planned in the span, how many came how far.
     *
     * @param steps of all of them
     * @param groups of each group; none when nothing was asked to be grouped
     */
    record Funnel(
            LocalDate from, LocalDate to, List<Step> steps, List<Part> groups, int page, int size, int totalRows) {}

    /** @param group the values of the key in one line */
    record Part(String group, Map<String, String> key, List<Step> steps) {}

    /**
     * @param jobs null when too few to be shown
     * @param share of the first step
     */
    record Step(
            String milestone, @Nullable Long jobs, @Nullable BigDecimal share) {}
}
