package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.analytics.inference.Interval;
import com.ovhi.outreach.analytics.report.SmallCells;
import com.ovhi.outreach.common.web.ProblemException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** What there is to read of experiments; whoever waits for a reading is in no transaction. */
@Component
public class Experiments {

    private final ExperimentStore store;
    private final Readings readings;
    private final ExperimentRules rules;
    private final SmallCells cells;
    private final TransactionOperations transactions;

    Experiments(
            ExperimentStore store,
            Readings readings,
            ExperimentRules rules,
            SmallCells cells,
            TransactionOperations transactions) {
        this.store = store;
        this.readings = readings;
        this.rules = rules;
        this.cells = cells;
        this.transactions = transactions;
    }

    /** All of an organisation, the newest first, with the last decision about each. */
    @Transactional(readOnly = true)
    List<Summary> all(long organizationId) {
        return store.all(organizationId).stream()
                .map(each ->
                        new Summary(each, store.decisions(each.id()).stream().reduce((_, last) -> last)))
                .toList();
    }

    /**
     * One of an organisation, as its numbers were lately.
     *
     * @throws ProblemException 404 for an unknown experiment, 503 while it is being counted for long
     */
    ReadOut readOut(long organizationId, long id) {
        var experiment = find(organizationId, id);
        var reading = readings.lately(experiment);
        var decisions = Objects.requireNonNull(transactions.execute(_ -> store.decisions(id)));
        return ReadOut.of(experiment, decisions, reading, rules, cells);
    }

    /**
     * What the messages of an experiment did for kept visits lately, by its holdout.
     *
     * @throws ProblemException 404 for an unknown experiment, 422 without a holdout or with too few patients, 503 while it is
     *     being counted for long
     */
    public Lift lift(long organizationId, long id) {
        var reading = readings.lately(find(organizationId, id));
        var lift = reading.lift(Metric.KEPT)
                .orElseThrow(() -> ProblemException.unprocessable(
                        "no-holdout", "Without patients who received nothing it cannot be told what messages did"));
        var treated = reading.treated().stream().mapToLong(Arm::exposed).sum();
        var kept = reading.ripe().stream().map(arm -> arm.of(Metric.KEPT)).toList();
        if (kept.stream()
                .anyMatch(each -> cells.small(each.successes()) || cells.small(each.trials() - each.successes()))) {
            throw ProblemException.unprocessable("too-few-patients", "There are too few patients to show numbers of");
        }
        var exposed = reading.arms().stream()
                .filter(arm -> !arm.holdout())
                .mapToLong(Arm::exposed)
                .sum();
        return new Lift(treated, exposed, lift.difference(), lift.interval(), lift.anytimeInterval(), rules.level());
    }

    private Experiment find(long organizationId, long id) {
        return Objects.requireNonNull(transactions.execute(_ -> store.find(organizationId, id)))
                .orElseThrow(() -> ProblemException.notFound("unknown-experiment", "There is no such experiment"));
    }

    /** An experiment and the last decision about it. */
    record Summary(Experiment experiment, Optional<Decision> decision) {}

    /**
     * By how much the share of patients who keep a visit is higher with messages than without.
     *
     * @param treated patients with messages whose window is over
     * @param exposed all patients with messages
     * @param interval for one look
     * @param anytimeInterval for all looks; null while there is too little
     * @param level of both
     */
    public record Lift(
            long treated,
            long exposed,
            double difference,
            Interval interval,
            @Nullable Interval anytimeInterval,
            double level) {}
}
