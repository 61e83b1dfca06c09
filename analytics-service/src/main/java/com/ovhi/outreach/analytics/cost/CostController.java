package com.ovhi.outreach.analytics.cost;

import com.ovhi.outreach.analytics.cost.Costs.Cost;
import com.ovhi.outreach.analytics.experiment.Experiments;
import com.ovhi.outreach.analytics.fact.Counter;
import com.ovhi.outreach.analytics.report.Access;
import com.ovhi.outreach.analytics.report.Csv;
import com.ovhi.outreach.analytics.report.Page;
import com.ovhi.outreach.analytics.statistics.Crowds;
import com.ovhi.outreach.analytics.statistics.Crowds.Source;
import com.ovhi.outreach.analytics.statistics.Dimension;
import com.ovhi.outreach.analytics.statistics.Span;
import com.ovhi.outreach.analytics.statistics.StatisticsQuery;
import com.ovhi.outreach.analytics.statistics.StatisticsQuery.Filters;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the messages of the caller's organisation cost, and what they were worth. */
@RestController
@RequestMapping("/api/v1/analytics")
@PreAuthorize(Access.READERS)
class CostController {

    private final Costs costs;
    private final Prices prices;
    private final Experiments experiments;
    private final Crowds crowds;

    CostController(Costs costs, Prices prices, Experiments experiments, Crowds crowds) {
        this.costs = costs;
        this.prices = prices;
        this.experiments = experiments;
        this.crowds = crowds;
    }

    @GetMapping("/cost")
    ResponseEntity<?> cost(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String channel,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(name = "campaign_id", required = false) @Nullable String campaignId,
            @RequestParam(name = "experiment_id", required = false) @Nullable String experimentId,
            @RequestParam(name = "group_by", defaultValue = "") String groupBy,
            @RequestParam(defaultValue = "json") String format,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String size) {
        var dimensions = Dimension.parse(groupBy, Dimension.OF_FUNNEL);
        var filters = new Filters(channel, purpose, null, campaignId, experimentId, null, null);
        var query = StatisticsQuery.of(caller.organization(), from, to, filters);
        var part = Page.of(page, size);
        var csv = Csv.wanted(format);
        var rows = rows(costs.costs(query, dimensions), query, dimensions);
        if (csv) {
            return Csv.file(
                    "cost", heading(dimensions), rows.stream().map(Row::fields).toList());
        }
        return ResponseEntity.ok(new Answer(
                query.span().from(),
                query.span().to(),
                prices.currency(),
                part.of(rows),
                part.page(),
                part.size(),
                rows.size()));
    }

    /** Money tells how many messages there were: it goes with them. */
    private List<Row> rows(List<Cost> costs, StatisticsQuery query, List<Dimension> dimensions) {
        var shown = crowds.protect(
                Source.FUNNEL,
                query,
                Stream.concat(dimensions.stream(), Stream.of(Dimension.CHANNEL))
                        .distinct()
                        .toList(),
                costs.stream().map(CostController::key).toList(),
                costs.stream().map(each -> new long[] {each.messages()}).toList(),
                List.of(Counter.SENT));
        var rows = new ArrayList<Row>();
        for (var i = 0; i < costs.size(); i++) {
            var cost = costs.get(i);
            var messages = shown.rows().get(i)[0];
            rows.add(new Row(
                    cost.key(),
                    cost.channel(),
                    cost.provider(),
                    messages,
                    messages == null ? null : cost.segments(),
                    messages == null ? null : cost.assumedSegments(),
                    messages == null ? null : cost.cost()));
        }
        return rows;
    }

    private static Map<String, String> key(Cost cost) {
        var key = new LinkedHashMap<>(cost.key());
        key.put(Dimension.CHANNEL.code(), cost.channel().code());
        return key;
    }

    private static List<String> heading(List<Dimension> dimensions) {
        return Stream.concat(
                        dimensions.stream().map(each -> "by_" + each.code()),
                        Stream.of("channel", "provider", "messages", "segments", "assumed_segments", "cost"))
                .toList();
    }

    @GetMapping("/roi")
    ResponseEntity<?> roi(
            Caller caller,
            @RequestParam(name = "experiment_id", required = false) @Nullable String experimentId,
            @RequestParam(required = false) @Nullable String value,
            @RequestParam(defaultValue = "json") String format) {
        var experiment = Span.parsed("experiment_id", experimentId, Long::valueOf);
        if (experiment == null) {
            throw ProblemException.badRequest("missing-experiment-id", "'experiment_id' is missing");
        }
        var worth = Span.parsed("value", value, CostController::amount);
        var csv = Csv.wanted(format);
        var roi = Roi.of(
                experiment,
                experiments.lift(caller.organization(), experiment),
                costs.ofExperiment(caller.organization(), experiment),
                worth == null ? prices.keptVisit() : worth,
                prices.currency());
        return csv ? Csv.file("roi-" + experiment, Roi.HEADING, List.of(roi.fields())) : ResponseEntity.ok(roi);
    }

    private static BigDecimal amount(String text) {
        if (!text.matches("\\d{1,9}(\\.\\d{1,4})?")) {
            throw new IllegalArgumentException("Not an amount");
        }
        return new BigDecimal(text);
    }

    record Answer(LocalDate from, LocalDate to, String currency, List<Row> rows, int page, int size, int totalRows) {}

    /** @param messages null when too few to be shown, and then all that follows */
    record Row(
            Map<String, String> key,
            Channel channel,
            String provider,
            @Nullable Long messages,
            @Nullable Long segments,
            @Nullable Long assumedSegments,
            @Nullable BigDecimal cost) {

        List<@Nullable Object> fields() {
            var fields = new ArrayList<@Nullable Object>(key.values());
            fields.add(channel.code());
            fields.add(provider);
            fields.add(messages);
            fields.add(segments);
            fields.add(assumedSegments);
            fields.add(cost);
            return fields;
        }
    }
}
