package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.analytics.inference.BetaBinomial;
import com.ovhi.outreach.analytics.inference.BetaBinomial.Choice;
import com.ovhi.outreach.analytics.inference.Proportion;
import com.ovhi.outreach.analytics.inference.SampleRatio;
import com.ovhi.outreach.analytics.inference.SampleRatio.Division;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the numbers of an experiment say. Winners and the lift over the holdout are judged by patients whose window is over,
 * guardrails and ratios by all.
 *
 * @param arms of all patients, whenever something came of it
 * @param ripe of those whose window is over, within it
 */
record Reading(
        Metric primary, List<Arm> arms, List<Arm> ripe, Optional<SampleRatio> sampleRatio, ExperimentRules rules) {

    static Reading of(Metric primary, List<Arm> arms, List<Arm> ripe, List<Division> divisions, ExperimentRules rules) {
        return new Reading(primary, arms, ripe, SampleRatio.of(divisions), rules);
    }

    /** Whether the patients were not divided as they should have been. */
    boolean uneven() {
        return sampleRatio
                .filter(ratio -> ratio.pAnytime() <= rules.sampleRatioAlpha())
                .isPresent();
    }

    /** Variants whose patients received something, whose window is over. */
    List<Arm> treated() {
        return ripe.stream().filter(arm -> !arm.holdout()).toList();
    }

    /** Those who receive nothing, of those whose window is over. */
    Optional<Arm> holdout() {
        return ripe.stream().filter(Arm::holdout).findFirst();
    }

    /** Every two treated variants by the primary metric, or the only one and the holdout; one family. */
    List<Comparison> contests() {
        var treated = treated();
        if (treated.size() == 1) {
            return holdout()
                    .map(nobody -> List.of(Comparison.of(primary, treated.getFirst(), nobody, rules.alpha())))
                    .orElse(List.of());
        }
        return Comparison.holm(pairs(primary, treated));
    }

    /** Every two treated variants by all other metrics; one family, in which few alarms may be false. */
    List<Comparison> secondary() {
        return Comparison.benjaminiHochberg(Arrays.stream(Metric.values())
                .filter(metric -> metric != primary)
                .flatMap(metric -> pairs(metric, treated()).stream())
                .toList());
    }

    private List<Comparison> pairs(Metric metric, List<Arm> among) {
        var pairs = new ArrayList<Comparison>();
        for (var i = 0; i < among.size(); i++) {
            for (var other : among.subList(i + 1, among.size())) {
                pairs.add(Comparison.of(metric, among.get(i), other, rules.alpha()));
            }
        }
        return pairs;
    }

    /** All treated patients against the holdout, by a metric; empty without a holdout. */
    Optional<Comparison> lift(Metric metric) {
        var treated = treated().stream().map(arm -> arm.of(metric)).reduce(Proportion::plus);
        return holdout()
                .filter(_ -> treated.isPresent())
                .map(nobody -> Comparison.of(
                        metric, "treated", treated.orElseThrow(), nobody.variant(), nobody.of(metric), rules.alpha()));
    }

    /** What choosing a treated variant promises by the primary metric, in the order of {@link #treated()}. */
    List<Choice> choices() {
        var treated = treated();
        return treated.isEmpty()
                ? List.of()
                : new BetaBinomial(treated.stream().map(arm -> arm.of(primary)).toList()).choices();
    }

    /** Whether every treated variant has enough patients whose window is over. */
    boolean enough() {
        var smallest = rules.smallestSample();
        return !treated().isEmpty()
                && treated().size()
                        == arms.stream().filter(arm -> !arm.holdout()).count()
                && ripe.stream().allMatch(arm -> arm.exposed() >= smallest);
    }

    /**
     * The variant that beats every other one that may be chosen; empty while there is none.
     *
     * @param harmful variants that may not win
     */
    Optional<String> winner(List<String> harmful) {
        if (!enough()) {
            return Optional.empty();
        }
        var contests = contests();
        return treated().stream()
                .map(Arm::variant)
                .filter(variant -> !harmful.contains(variant))
                .filter(variant -> {
                    var rivals = contests.stream()
                            .filter(each -> each.variant().equals(variant)
                                    || each.against().equals(variant))
                            .filter(each -> !harmful.contains(each.variant()) && !harmful.contains(each.against()))
                            .toList();
                    return !rivals.isEmpty()
                            && rivals.stream().allMatch(each -> variant.equals(each.ahead(rules.alpha())));
                })
                .findFirst();
    }
}
