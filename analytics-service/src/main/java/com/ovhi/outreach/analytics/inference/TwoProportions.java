package com.ovhi.outreach.analytics.inference;

import java.util.Optional;
import org.hipparchus.distribution.continuous.NormalDistribution;

/** Two proportions compared once, at a size fixed beforehand. */
public final class TwoProportions {

    private static final NormalDistribution NORMAL = new NormalDistribution();

    private TwoProportions() {}

    /**
     * The two-sided p-value of the pooled z test (Agresti, An Introduction to Categorical Data Analysis, 2nd ed., 2.2; its
     * square is Pearson's chi-squared); empty when nobody or everybody succeeded, or a side has no trials.
     */
    public static Optional<Double> pValue(Proportion one, Proportion other) {
        var all = one.plus(other);
        if (one.trials() == 0 || other.trials() == 0 || all.successes() == 0 || all.successes() == all.trials()) {
            return Optional.empty();
        }
        var pooled = all.rate() * (1 - all.rate()) * (1.0 / one.trials() + 1.0 / other.trials());
        var z = (one.rate() - other.rate()) / Math.sqrt(pooled);
        return Optional.of(2 * NORMAL.cumulativeProbability(-Math.abs(z)));
    }

    /**
     * The interval of one minus other: method 10 of Newcombe, Statistics in Medicine 17 (1998) 873-890; from -1 to 1 when
     * a side has no trials.
     */
    public static Interval difference(Proportion one, Proportion other, double level) {
        if (one.trials() == 0 || other.trials() == 0) {
            return new Interval(-1, 1);
        }
        var first = one.wilson(level);
        var second = other.wilson(level);
        var estimate = one.rate() - other.rate();
        return new Interval(
                estimate - Math.hypot(one.rate() - first.low(), second.high() - other.rate()),
                estimate + Math.hypot(first.high() - one.rate(), other.rate() - second.low()));
    }
}
