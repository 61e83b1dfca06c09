package com.ovhi.outreach.analytics.inference;

import java.util.Optional;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Two means compared once, variances unequal: Welch, Biometrika 34 (1947) 28-35.
 *
 * @param statistic t
 * @param degreesOfFreedom by Welch and Satterthwaite
 * @param pValue two-sided
 * @param difference interval of one minus other
 */
public record Welch(double statistic, double degreesOfFreedom, double pValue, Interval difference) {

    /** Empty when a side has fewer than two values, or no value differs from its mean. */
    public static Optional<Welch> of(Sample one, Sample other, double level) {
        var first = one.variance() / one.count();
        var second = other.variance() / other.count();
        var variance = first + second;
        if (one.count() < 2 || other.count() < 2 || variance == 0) {
            return Optional.empty();
        }
        var estimate = one.mean() - other.mean();
        var error = Math.sqrt(variance);
        var freedom = variance * variance / (first * first / (one.count() - 1) + second * second / (other.count() - 1));
        var student = new TDistribution(freedom);
        var half = error * student.inverseCumulativeProbability((1 + level) / 2);
        return Optional.of(new Welch(
                estimate / error,
                freedom,
                2 * student.cumulativeProbability(-Math.abs(estimate / error)),
                new Interval(estimate - half, estimate + half)));
    }
}
