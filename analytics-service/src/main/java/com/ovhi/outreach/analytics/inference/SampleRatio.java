package com.ovhi.outreach.analytics.inference;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.special.Gamma;

/**
 * Whether patients were divided as they should have been.
 *
 * @param chiSquared Pearson's statistic; infinite when somebody got a variant that nobody should get
 * @param pValue of chi-squared; valid for one look only
 * @param pAnytime valid at all looks: the sequential multinomial test of Lindon and Malek, Anytime-Valid Inference
 *     for Multinomial Count Data, NeurIPS 35 (2022), with the uniform prior
 */
public record SampleRatio(double chiSquared, double pValue, double pAnytime) {

    /** Empty when nobody was divided, or no shares are known. */
    public static Optional<SampleRatio> of(Collection<Division> divisions) {
        var known = divisions.stream().filter(each -> each.total() > 0).toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        var statistic = 0.0;
        var freedom = 0;
        var logEvidence = 0.0;
        for (var each : known) {
            statistic += each.chiSquared();
            freedom += each.categories() - 1;
            logEvidence += each.logEvidence();
        }
        var pValue = freedom == 0 || Double.isInfinite(statistic)
                ? (statistic > 0 ? 0 : 1)
                : 1 - new ChiSquaredDistribution(freedom).cumulativeProbability(statistic);
        return Optional.of(new SampleRatio(statistic, pValue, Math.min(1, Math.exp(-logEvidence))));
    }

    /**
     * How patients were divided while the shares were the same. Shares that change begin a new division; the evidence of
     * divisions multiplies.
     *
     * @param counts patients of each variant
     * @param shares what each should get of the whole, same order; they add up to 1
     */
    public record Division(long[] counts, double[] shares) {

        /** Refuses shares that are none. */
        public Division {
            if (counts.length != shares.length || Math.abs(Arrays.stream(shares).sum() - 1) > 1e-9) {
                throw new IllegalArgumentException("Shares must add up to 1, one for each count");
            }
            counts = counts.clone();
            shares = shares.clone();
        }

        /** Whether the shares are refuted, at all looks together, with this chance of error. */
        public boolean refutedAt(double alpha) {
            return logEvidence() >= -Math.log(alpha);
        }

        long total() {
            return Arrays.stream(counts).sum();
        }

        int categories() {
            return (int) Arrays.stream(shares).filter(share -> share > 0).count();
        }

        double chiSquared() {
            var sum = 0.0;
            for (var i = 0; i < counts.length; i++) {
                var expected = shares[i] * total();
                if (expected > 0) {
                    sum += (counts[i] - expected) * (counts[i] - expected) / expected;
                } else if (counts[i] > 0) {
                    return Double.POSITIVE_INFINITY;
                }
            }
            return sum;
        }

        /** Log Bayes factor against the shares; above log(1/alpha) they are refuted at level alpha. */
        double logEvidence() {
            var log = Gamma.logGamma(categories()) - Gamma.logGamma(categories() + (double) total());
            for (var i = 0; i < counts.length; i++) {
                if (shares[i] > 0) {
                    log += Gamma.logGamma(counts[i] + 1.0) - counts[i] * Math.log(shares[i]);
                } else if (counts[i] > 0) {
                    return Double.POSITIVE_INFINITY;
                }
            }
            return log;
        }
    }
}
