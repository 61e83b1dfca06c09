package com.ovhi.outreach.analytics.inference;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.distribution.continuous.BetaDistribution;

/**
 * Several proportions judged together under uniform priors: the posterior of each is Beta(successes + 1, failures + 1)
 * (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.4). Probabilities to be best and expected losses follow from one
 * integral over the densities; the expected loss is that of Stucchio, Bayesian A/B Testing at VWO (2015).
 */
public final class BetaBinomial {

    private static final int STEPS = 2_000;
    private static final double SPREAD = 9;

    private final List<BetaDistribution> posteriors;

    /** @throws IllegalArgumentException without variants */
    public BetaBinomial(List<Proportion> variants) {
        if (variants.isEmpty()) {
            throw new IllegalArgumentException("There must be a variant");
        }
        posteriors = variants.stream().map(BetaBinomial::posterior).toList();
    }

    /** The central interval of one variant. */
    public static Interval credible(Proportion variant, double level) {
        var posterior = posterior(variant);
        return new Interval(
                posterior.inverseCumulativeProbability((1 - level) / 2),
                posterior.inverseCumulativeProbability((1 + level) / 2));
    }

    /** For each variant, in their order, what choosing it promises. */
    public List<Choice> choices() {
        var low = posteriors.stream().mapToDouble(each -> edge(each, -1)).min().orElseThrow();
        var high = posteriors.stream().mapToDouble(each -> edge(each, 1)).max().orElseThrow();
        var best = new double[posteriors.size()];
        var expectedMaximum = low;
        for (var step = 0; step <= STEPS; step++) {
            var weight = simpson(step) * (high - low) / STEPS / 3;
            var point = low + (high - low) * step / STEPS;
            var below = posteriors.stream()
                    .mapToDouble(each -> each.cumulativeProbability(point))
                    .toArray();
            expectedMaximum += weight * (1 - product(below, -1));
            for (var i = 0; i < best.length; i++) {
                best[i] += weight * density(posteriors.get(i), point) * product(below, i);
            }
        }
        var choices = new ArrayList<Choice>();
        for (var i = 0; i < best.length; i++) {
            var loss = expectedMaximum - posteriors.get(i).getNumericalMean();
            choices.add(new Choice(Math.clamp(best[i], 0, 1), Math.max(0, loss)));
        }
        return choices;
    }

    private static BetaDistribution posterior(Proportion variant) {
        return new BetaDistribution(variant.successes() + 1.0, variant.trials() - variant.successes() + 1.0);
    }

    private static double edge(BetaDistribution posterior, int side) {
        var deviation = Math.sqrt(posterior.getNumericalVariance());
        return Math.clamp(posterior.getNumericalMean() + side * SPREAD * deviation, 0, 1);
    }

    private static double density(BetaDistribution posterior, double point) {
        return point <= 0 || point >= 1 ? boundary(posterior, point) : posterior.density(point);
    }

    /** Both parameters are at least 1: the density ends at 0, or at the other parameter. */
    private static double boundary(BetaDistribution posterior, double point) {
        var own = point <= 0 ? posterior.getAlpha() : posterior.getBeta();
        var other = point <= 0 ? posterior.getBeta() : posterior.getAlpha();
        return own > 1 ? 0 : other;
    }

    private static double product(double[] factors, int without) {
        var product = 1.0;
        for (var i = 0; i < factors.length; i++) {
            product *= i == without ? 1 : factors[i];
        }
        return product;
    }

    private static int simpson(int step) {
        if (step == 0 || step == STEPS) {
            return 1;
        }
        return step % 2 == 0 ? 2 : 4;
    }

    /**
     * What choosing a variant promises.
     *
     * @param probabilityBest that it is the best of all
     * @param expectedLoss how much its rate lies below the best one's, on average
     */
    public record Choice(double probabilityBest, double expectedLoss) {}
}
