package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.analytics.inference.Proportion;
import com.ovhi.outreach.analytics.inference.SampleRatio.Division;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whether a variant does harm: more opt-outs or complaints than the others together, or more than any message may cause. Both
 * hold at all looks; the level is divided by the number of questions.
 */
final class Guardrails {

    private final ExperimentRules rules;

    Guardrails(ExperimentRules rules) {
        this.rules = rules;
    }

    /** What was found of each treated variant and each metric that warns. */
    List<Guardrail> judge(List<Arm> arms) {
        var treated = arms.stream().filter(arm -> !arm.holdout()).toList();
        var metrics = Arrays.stream(Metric.values()).filter(Metric::guardrail).toList();
        var alpha = rules.alpha() / Math.max(1, 2 * treated.size() * metrics.size());
        var found = new ArrayList<Guardrail>();
        for (var arm : treated) {
            for (var metric : metrics) {
                found.add(new Guardrail(
                        metric,
                        arm.variant(),
                        arm.of(metric),
                        ceiling(metric),
                        over(arm, metric, alpha),
                        worse(arm, treated, metric, alpha)));
            }
        }
        return found;
    }

    private double ceiling(Metric metric) {
        return metric == Metric.COMPLAINED ? rules.complaintCeiling() : rules.optOutCeiling();
    }

    private boolean over(Arm arm, Metric metric, double alpha) {
        var share = arm.of(metric);
        var ceiling = ceiling(metric);
        var evidence = new Division(
                new long[] {share.successes(), share.trials() - share.successes()},
                new double[] {ceiling, 1 - ceiling});
        return share.trials() > 0 && share.rate() > ceiling && evidence.refutedAt(alpha);
    }

    private static boolean worse(Arm arm, List<Arm> treated, Metric metric, double alpha) {
        return others(arm, treated, metric)
                .map(others -> Comparison.of(metric, arm.variant(), arm.of(metric), "others", others, alpha))
                .filter(comparison -> comparison.better(alpha))
                .isPresent();
    }

    private static Optional<Proportion> others(Arm arm, List<Arm> treated, Metric metric) {
        return treated.stream()
                .filter(other -> !other.variant().equals(arm.variant()))
                .map(other -> other.of(metric))
                .reduce(Proportion::plus);
    }

    /**
     * What was found of one variant.
     *
     * @param ceiling the share no message may exceed
     * @param over whether it exceeds the ceiling beyond chance
     * @param worse whether it exceeds the other variants beyond chance
     */
    record Guardrail(Metric metric, String variant, Proportion share, double ceiling, boolean over, boolean worse) {

        boolean harm() {
            return over || worse;
        }

        String reason() {
            var what = metric == Metric.COMPLAINED ? "complain about" : "opt out after";
            return over
                    ? "More people " + what + " variant " + variant + " than any message may cause."
                    : "More people " + what + " variant " + variant + " than the others.";
        }
    }
}
