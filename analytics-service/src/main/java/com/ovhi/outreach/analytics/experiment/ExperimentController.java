package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.analytics.experiment.Experiments.Summary;
import com.ovhi.outreach.analytics.report.Access;
import com.ovhi.outreach.analytics.report.Csv;
import com.ovhi.outreach.analytics.report.Page;
import com.ovhi.outreach.common.ids.ExperimentVerdict;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.security.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Experiments of the caller's organisation. */
@RestController
@RequestMapping("/api/v1/analytics/experiments")
@PreAuthorize(Access.READERS)
class ExperimentController {

    private static final List<String> HEADING =
            List.of("variant", "holdout", "exposed", "ripe", "metric", "patients", "rate", "low", "high");

    private final Experiments experiments;

    ExperimentController(Experiments experiments) {
        this.experiments = experiments;
    }

    @GetMapping
    Listed all(
            Caller caller,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String size) {
        var part = Page.of(page, size);
        var all = experiments.all(caller.organization());
        return new Listed(part.of(all).stream().map(Row::of).toList(), part.page(), part.size(), all.size());
    }

    @GetMapping("/{id}")
    ResponseEntity<?> one(Caller caller, @PathVariable long id, @RequestParam(defaultValue = "json") String format) {
        var csv = Csv.wanted(format);
        var readOut = experiments.readOut(caller.organization(), id);
        return csv ? Csv.file("experiment-" + id, HEADING, fields(readOut)) : ResponseEntity.ok(readOut);
    }

    private static List<List<@Nullable Object>> fields(ReadOut readOut) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (var variant : readOut.variants()) {
            for (var outcome : variant.outcomes()) {
                var interval = outcome.interval();
                var row = new ArrayList<@Nullable Object>();
                row.add(variant.variant());
                row.add(variant.holdout());
                row.add(variant.exposed());
                row.add(variant.ripe());
                row.add(outcome.metric().code());
                row.add(outcome.patients());
                row.add(outcome.rate());
                row.add(interval == null ? null : interval.low());
                row.add(interval == null ? null : interval.high());
                rows.add(row);
            }
        }
        return rows;
    }

    record Listed(List<Row> rows, int page, int size, int totalRows) {}

    /** @param verdict the last one; null while there is none */
    record Row(
            long experimentId,
            long campaignId,
            Purpose purpose,
            Instant firstExposedAt,
            @Nullable ExperimentVerdict verdict,
            @Nullable String variant) {

        static Row of(Summary summary) {
            var experiment = summary.experiment();
            var decision = summary.decision();
            return new Row(
                    experiment.id(),
                    experiment.campaignId(),
                    experiment.purpose(),
                    experiment.firstExposedAt(),
                    decision.map(Decision::verdict).orElse(null),
                    decision.map(Decision::variant).orElse(null));
        }
    }
}
