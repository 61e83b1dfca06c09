package com.ovhi.outreach.optimizer.learning;

import java.util.random.RandomGenerator;

/**
 * What is believed of an unknown rate: a beta distribution. The posterior of counts under a beta prior is one again
 * (A. Gelman et al., Bayesian Data Analysis, 3rd ed., §2.4).
 *
 * @param successes prior ones and observed ones together, above 0
 * @param failures likewise
 */
public record Rate(double successes, double failures) {

    /** Checks. */
    public Rate {
        if (!(successes > 0 && failures > 0 && Double.isFinite(successes) && Double.isFinite(failures))) {
            throw new IllegalArgumentException("No such rate");
        }
    }

    /** A belief as strong as so many observations. */
    public static Rate believed(double mean, double strength) {
        var inside = Math.clamp(mean, 0.001, 0.999);
        return new Rate(inside * strength, (1 - inside) * strength);
    }

    /** The belief after more observations; both may be fractions, where observations fade. */
    public Rate after(double moreSuccesses, double moreFailures) {
        return new Rate(successes + moreSuccesses, failures + moreFailures);
    }

    /** The expected rate. */
    public double mean() {
        return successes / (successes + failures);
    }

    /** Its variance. */
    public double variance() {
        var strength = successes + failures;
        return mean() * (1 - mean()) / (strength + 1);
    }

    /** A rate drawn by this belief: of two gamma variables, the share of one. */
    public double draw(RandomGenerator random) {
        var one = gamma(successes, random);
        var other = gamma(failures, random);
        return one + other > 0 ? one / (one + other) : mean();
    }

    /**
     * G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM Transactions on Mathematical
     * Software 26 (2000) 363–372; shapes below 1 by their §6.
     */
    private static double gamma(double shape, RandomGenerator random) {
        if (shape < 1) {
            return gamma(shape + 1, random) * Math.pow(random.nextDouble(), 1 / shape);
        }
        var d = shape - 1.0 / 3;
        var c = 1 / Math.sqrt(9 * d);
        while (true) {
            var x = random.nextGaussian();
            var v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }

    /** How likely this rate is above another, both taken for normal: good enough from some ten observations on. */
    public double above(Rate other) {
        var spread = Math.sqrt(variance() + other.variance());
        return Normal.below((mean() - other.mean()) / spread);
    }
}
