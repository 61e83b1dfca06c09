package com.ovhi.outreach.analytics.inference;

import java.util.Optional;

/**
 * Two means compared again and again while they grow: p-value and interval hold at all looks together, whenever one stops.
 * The mixture sequential probability ratio test of Johari, Koomen, Pekelis and Walsh, Operations Research 70 (2022)
 * 1806-1821, with the mixing variance in units of the variance of one value; with estimated variances it is the asymptotic
 * confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, Annals of Statistics 52 (2024) 2613-2640.
 *
 * @param estimate one minus other
 * @param pValue always valid; the least of all looks is valid, too
 */
public record AnytimeDifference(double estimate, double pValue, Interval interval) {

    /** Values on each side at which the interval is about as narrow as it can be. */
    private static final double TUNED_FOR = 1_000;

    /** At a level of 0.95 it is so when the mixing variance is this many times that of the estimate. */
    private static final double NARROWEST = 8.5;

    /** Fewer values on a side say nothing yet: the variance is not known. */
    static final int LEAST = 50;

    /**
     * Empty before each side has {@value #LEAST} values and while no value differs from the others.
     *
     * @param alpha 1 minus the level of the interval
     */
    public static Optional<AnytimeDifference> of(Sample one, Sample other, double alpha) {
        if (one.count() < LEAST || other.count() < LEAST) {
            return Optional.empty();
        }
        return of(one.mean() - other.mean(), variance(one) + variance(other), size(one, other), alpha);
    }

    /**
     * For zeros and ones: the variance is that of one more success and one more failure on each side (Agresti and Caffo,
     * American Statistician 54 (2000) 280-288), so that a side without successes is not taken for certain; empty before
     * the two sides have ten successes and ten failures.
     */
    public static Optional<AnytimeDifference> of(Proportion one, Proportion other, double alpha) {
        var all = one.plus(other);
        if (one.trials() < LEAST
                || other.trials() < LEAST
                || Math.min(all.successes(), all.trials() - all.successes()) < 10) {
            return Optional.empty();
        }
        var variance = cautious(one) + cautious(other);
        return of(one.rate() - other.rate(), variance, size(one.sample(), other.sample()), alpha);
    }

    private static Optional<AnytimeDifference> of(double estimate, double variance, double size, double alpha) {
        if (variance == 0) {
            return Optional.empty();
        }
        var ratio = NARROWEST * 2 * size / TUNED_FOR;
        var square = estimate * estimate / variance;
        var logEvidence = square * ratio / (2 * (1 + ratio)) - Math.log1p(ratio) / 2;
        var half = Math.sqrt(variance * 2 * (1 + ratio) / ratio * (Math.log1p(ratio) / 2 - Math.log(alpha)));
        return Optional.of(new AnytimeDifference(
                estimate, Math.min(1, Math.exp(-logEvidence)), new Interval(estimate - half, estimate + half)));
    }

    private static double variance(Sample sample) {
        return sample.variance() / sample.count();
    }

    private static double cautious(Proportion side) {
        var rate = (side.successes() + 1.0) / (side.trials() + 2.0);
        return rate * (1 - rate) / (side.trials() + 2.0);
    }

    /** Half the harmonic mean of the sizes: what one value's variance is divided by. */
    private static double size(Sample one, Sample other) {
        return (double) one.count() * other.count() / (one.count() + other.count());
    }
}
