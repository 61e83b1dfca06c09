package com.ovhi.outreach.optimizer.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a policy would have earned, estimated from decisions another one took: by inverse propensities (D. G. Horvitz, D. J.
 * Thompson, JASA 47 (1952)), the same normalised (A. Swaminathan, T. Joachims, NeurIPS 2015), and doubly robust (M. Dudík,
 * J. Langford, L. Li, ICML 2011), which is right if either the propensities or the model is.
 *
 * @param logged what the policy that decided did earn
 * @param effective to how many plain observations the weighted ones amount (L. Kish, Survey Sampling, 1965)
 * @param deviation standard error of {@code doublyRobust}
 */
public record OffPolicy(
        int decisions,
        double logged,
        double inversePropensity,
        double normalised,
        double doublyRobust,
        double deviation,
        double effective) {

    /** A decision that was a hundred times less likely than by the policy says nothing reliable: weights end here. */
    static final double MOST_WEIGHT = 50;

    /** Estimates; all zero without decisions. */
    public static OffPolicy of(List<Decided> decisions) {
        if (decisions.isEmpty()) {
            return new OffPolicy(0, 0, 0, 0, 0, 0, 0);
        }
        var n = decisions.size();
        var weights = sum(decisions, OffPolicy::weight);
        var squares = sum(decisions, each -> weight(each) * weight(each));
        var earned = sum(decisions, each -> weight(each) * reward(each));
        var robust = sum(decisions, OffPolicy::robust) / n;
        var spread = sum(decisions, each -> (robust(each) - robust) * (robust(each) - robust));
        return new OffPolicy(
                n,
                sum(decisions, OffPolicy::reward) / n,
                earned / n,
                weights > 0 ? earned / weights : 0,
                robust,
                n > 1 ? Math.sqrt(spread / (n - 1) / n) : 0,
                squares > 0 ? weights * weights / squares : 0);
    }

    private static double sum(List<Decided> decisions, ToDoubleFunction<Decided> of) {
        return decisions.stream().mapToDouble(of).sum();
    }

    private static double reward(Decided decided) {
        return decided.answered() ? 1 : 0;
    }

    private static double weight(Decided decided) {
        return Math.min(MOST_WEIGHT, decided.policy().get(decided.option()) / decided.propensity());
    }

    private static double robust(Decided decided) {
        var expected = 0.0;
        for (var i = 0; i < decided.policy().size(); i++) {
            expected += decided.policy().get(i) * decided.model().get(i);
        }
        return expected + weight(decided) * (reward(decided) - decided.model().get(decided.option()));
    }
}
