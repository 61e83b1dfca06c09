package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.analytics.experiment.Guardrails.Guardrail;
import com.ovhi.outreach.analytics.inference.AnytimeDifference;
import com.ovhi.outreach.analytics.inference.BehrensFisher;
import com.ovhi.outreach.analytics.inference.BetaBinomial;
import com.ovhi.outreach.analytics.inference.BetaBinomial.Choice;
import com.ovhi.outreach.analytics.inference.Interval;
import com.ovhi.outreach.analytics.inference.MultipleTests;
import com.ovhi.outreach.analytics.inference.Sample;
import com.ovhi.outreach.analytics.inference.SampleRatio;
import com.ovhi.outreach.analytics.inference.Welch;
import com.ovhi.outreach.analytics.report.SmallCells;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as it is shown. Where few patients could be recognised, counts and all that is computed from them are null or
 * left out; decisions are made from the exact numbers.
 *
 * @param primary the metric by which a winner is found
 * @param sampleRatio null while shares or patients are not known
 * @param comparisons by the primary metric, then by the others
 * @param lift of all treated patients over the holdout, by kept visits; null without one
 * @param continuous means of what is counted per patient, of each two variants
 */
record ReadOut(
        long experimentId,
        long campaignId,
        Purpose purpose,
        Instant firstExposedAt,
        Metric primary,
        List<Decision> decisions,
        @Nullable SampleRatio sampleRatio,
        boolean sampleRatioAlarm,
        List<Variant> variants,
        List<Comparison> comparisons,
        @Nullable Comparison lift,
        List<Means> continuous,
        List<Warning> guardrails) {

    static ReadOut of(
            Experiment experiment, List<Decision> decisions, Reading reading, ExperimentRules rules, SmallCells cells) {
        var view = new View(reading, rules, cells);
        var comparisons = new ArrayList<>(reading.contests());
        comparisons.addAll(reading.secondary());
        return new ReadOut(
                experiment.id(),
                experiment.campaignId(),
                experiment.purpose(),
                experiment.firstExposedAt(),
                reading.primary(),
                decisions,
                reading.sampleRatio().orElse(null),
                reading.uneven(),
                view.variants(),
                comparisons.stream().filter(view::showable).toList(),
                reading.lift(Metric.KEPT)
                        .filter(_ -> view.showable(Metric.KEPT))
                        .orElse(null),
                view.means(),
                view.warnings());
    }

    /**
     * @param exposed patients who met it
     * @param ripe of them, those whose window is over
     * @param outcomes of those
     * @param probabilityBest by the primary metric, among the treated; null for the holdout
     */
    record Variant(
            String variant,
            boolean holdout,
            @Nullable Long exposed,
            @Nullable Long ripe,
            List<Outcome> outcomes,
            @Nullable Double probabilityBest,
            @Nullable Double expectedLoss) {}

    /**
     * @param interval by score
     * @param credible by the posterior under a uniform prior
     */
    record Outcome(
            Metric metric,
            @Nullable Long patients,
            @Nullable Double rate,
            @Nullable Interval interval,
            @Nullable Interval credible) {}

    /**
     * Two variants by a mean per patient.
     *
     * @param of {@code messages} or {@code kept_visits}
     * @param welch holds for one look at a size fixed beforehand; null when there is nothing to test
     * @param anytime holds at all looks; null while there is too little
     * @param pAdjusted the p-value for all looks, adjusted for all means that are compared; 1 while there is too little
     * @param posterior what is believed of the difference after this look; null when there is nothing to believe
     */
    record Means(
            String of,
            String variant,
            String against,
            double mean,
            double meanAgainst,
            @Nullable Welch welch,
            @Nullable AnytimeDifference anytime,
            double pAdjusted,
            @Nullable BehrensFisher posterior) {

        /** The same means, as one family in which few alarms may be false. */
        static List<Means> family(List<Means> means) {
            var adjusted = MultipleTests.benjaminiHochberg(
                    means.stream().map(Means::pAdjusted).toList());
            return IntStream.range(0, means.size())
                    .mapToObj(i -> means.get(i).adjusted(adjusted.get(i)))
                    .toList();
        }

        private Means adjusted(double value) {
            return new Means(of, variant, against, mean, meanAgainst, welch, anytime, value, posterior);
        }
    }

    /** @param patients whenever they did; null when too few to be shown, also beyond those of {@link Variant#outcomes} */
    record Warning(
            Metric metric, String variant, @Nullable Long patients, double ceiling, boolean over, boolean worse) {}

    /** Decides what of a reading may be shown. */
    private record View(Reading reading, ExperimentRules rules, SmallCells cells) {

        List<Variant> variants() {
            var choices = reading.choices();
            var treated = reading.treated().stream().map(Arm::variant).toList();
            return reading.arms().stream()
                    .map(arm -> {
                        var place = arm.holdout() ? -1 : treated.indexOf(arm.variant());
                        return variant(arm, place < 0 || !showable(reading.primary()) ? null : choices.get(place));
                    })
                    .toList();
        }

        private Variant variant(Arm arm, @Nullable Choice choice) {
            var ripe = reading.ripe().stream()
                    .filter(other -> other.variant().equals(arm.variant()) && other.holdout() == arm.holdout())
                    .findFirst();
            return new Variant(
                    arm.variant(),
                    arm.holdout(),
                    cells.shown(arm.exposed()),
                    cells.shown(ripe.map(Arm::exposed).orElse(0L)),
                    ripe.map(this::outcomes).orElse(List.of()),
                    choice == null ? null : choice.probabilityBest(),
                    choice == null ? null : choice.expectedLoss());
        }

        private List<Outcome> outcomes(Arm arm) {
            return Arrays.stream(Metric.values())
                    .map(metric -> {
                        var share = arm.of(metric);
                        return hidden(arm, metric)
                                ? new Outcome(metric, null, null, null, null)
                                : new Outcome(
                                        metric,
                                        share.successes(),
                                        share.rate(),
                                        share.wilson(rules.level()),
                                        BetaBinomial.credible(share, rules.level()));
                    })
                    .toList();
        }

        private boolean hidden(Arm arm, Metric metric) {
            var share = arm.of(metric);
            return cells.small(share.successes()) || cells.small(share.trials() - share.successes());
        }

        boolean showable(Metric metric) {
            return reading.ripe().stream().noneMatch(arm -> hidden(arm, metric));
        }

        boolean showable(Comparison comparison) {
            return showable(comparison.metric());
        }

        List<Means> means() {
            var means = new ArrayList<Means>();
            var ripe = reading.ripe().stream()
                    .filter(arm -> !cells.small(arm.exposed()))
                    .toList();
            for (var i = 0; i < ripe.size(); i++) {
                for (var other : ripe.subList(i + 1, ripe.size())) {
                    var arm = ripe.get(i);
                    if (showable(Metric.KEPT)) {
                        means.add(means("kept_visits", arm, arm.keptVisits(), other, other.keptVisits()));
                    }
                    means.add(means("messages", arm, arm.messages(), other, other.messages()));
                }
            }
            return Means.family(means);
        }

        private Means means(String of, Arm one, Sample first, Arm other, Sample second) {
            var anytime = AnytimeDifference.of(first, second, rules.alpha());
            return new Means(
                    of,
                    one.variant(),
                    other.variant(),
                    first.mean(),
                    second.mean(),
                    Welch.of(first, second, rules.level()).orElse(null),
                    anytime.orElse(null),
                    anytime.map(AnytimeDifference::pValue).orElse(1.0),
                    BehrensFisher.of(first, second, rules.level()).orElse(null));
        }

        List<Warning> warnings() {
            return new Guardrails(rules)
                    .judge(reading.arms()).stream().map(this::warning).toList();
        }

        private Warning warning(Guardrail found) {
            var patients = found.share().successes();
            return new Warning(
                    found.metric(),
                    found.variant(),
                    cells.small(patients - ripe(found)) ? null : cells.shown(patients),
                    found.ceiling(),
                    found.over(),
                    found.worse());
        }

        /** Of the patients of a warning, those whom the outcomes show as well: the difference is a count, too. */
        private long ripe(Guardrail found) {
            return reading.treated().stream()
                    .filter(arm -> arm.variant().equals(found.variant()))
                    .mapToLong(arm -> arm.of(found.metric()).successes())
                    .sum();
        }
    }
}
