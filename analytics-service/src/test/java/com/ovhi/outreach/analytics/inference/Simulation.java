package com.ovhi.outreach.analytics.inference;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Simulated experiments of two variants: how often somebody who looks again and again sees a difference, and how often
 * intervals hold the truth. Deterministic by its seed. Not thread-safe.
 */
final class Simulation {

    private static final double ALPHA = 0.05;

    private final Random random;
    private final int size;
    private final int step;

    /**
     * @param size patients of each variant at the end
     * @param step patients of each variant between two looks
     */
    Simulation(long seed, int size, int step) {
        random = new Random(seed);
        this.size = size;
        this.step = step;
    }

    /** Runs experiments in which patients do something with these probabilities. */
    Shares conversions(int runs, double rate, double otherRate) {
        var shares = new Tally();
        for (var run = 0; run < runs; run++) {
            var counts = new long[2];
            var watched = new Watched(rate - otherRate);
            for (var patient = 1; patient <= size; patient++) {
                counts[0] += random.nextDouble() < rate ? 1 : 0;
                counts[1] += random.nextDouble() < otherRate ? 1 : 0;
                if (patient % step == 0) {
                    var one = new Proportion(counts[0], patient);
                    var other = new Proportion(counts[1], patient);
                    watched.look(
                            AnytimeDifference.of(one, other, ALPHA).orElse(null),
                            TwoProportions.pValue(one, other).orElse(1.0));
                }
            }
            var one = new Proportion(counts[0], size);
            var other = new Proportion(counts[1], size);
            shares.add(
                    watched,
                    TwoProportions.difference(one, other, 1 - ALPHA).contains(rate - otherRate),
                    BetaBinomial.credible(one, 1 - ALPHA).contains(rate));
        }
        return shares.of(runs);
    }

    /** Runs experiments that measure a skewed number (log-normal), the second variant's shifted. */
    Shares means(int runs, double shift) {
        var shares = new Tally();
        for (var run = 0; run < runs; run++) {
            var sums = new double[4];
            var watched = new Watched(-shift);
            for (var patient = 1; patient <= size; patient++) {
                add(sums, 0, Math.exp(random.nextGaussian() / 2));
                add(sums, 2, Math.exp(random.nextGaussian() / 2) + shift);
                if (patient % step == 0) {
                    var one = new Sample(patient, sums[0], sums[1]);
                    var other = new Sample(patient, sums[2], sums[3]);
                    watched.look(
                            AnytimeDifference.of(one, other, ALPHA).orElse(null),
                            Welch.of(one, other, 1 - ALPHA).map(Welch::pValue).orElse(1.0));
                }
            }
            var welch = Welch.of(new Sample(size, sums[0], sums[1]), new Sample(size, sums[2], sums[3]), 1 - ALPHA)
                    .orElseThrow();
            shares.add(watched, welch.difference().contains(-shift), true);
        }
        return shares.of(runs);
    }

    private static void add(double[] sums, int at, double value) {
        sums[at] += value;
        sums[at + 1] += value * value;
    }

    /** One experiment, seen at each look. */
    private static final class Watched {

        private final double truth;
        private boolean decided;
        private boolean missed;
        private boolean naive;

        Watched(double truth) {
            this.truth = truth;
        }

        void look(@Nullable AnytimeDifference seen, double onceOnly) {
            naive |= onceOnly <= ALPHA;
            if (seen != null) {
                decided |= seen.pValue() <= ALPHA;
                missed |= !seen.interval().contains(truth);
            }
        }
    }

    private static final class Tally {

        private final int[] counts = new int[5];

        void add(Watched watched, boolean once, boolean credible) {
            counts[0] += watched.decided ? 1 : 0;
            counts[1] += watched.missed ? 0 : 1;
            counts[2] += once ? 1 : 0;
            counts[3] += credible ? 1 : 0;
            counts[4] += watched.naive ? 1 : 0;
        }

        Shares of(int runs) {
            return new Shares(share(0, runs), share(1, runs), share(2, runs), share(3, runs), share(4, runs));
        }

        private double share(int at, int runs) {
            return (double) counts[at] / runs;
        }
    }

    /**
     * Shares of the experiments.
     *
     * @param decided in which the test for all looks saw a difference at one of them
     * @param heldThroughout in which the interval for all looks held the truth at every one
     * @param heldOnce in which the interval for one look, at the end, held the truth
     * @param credible in which the posterior's interval of the first rate, at the end, held the truth
     * @param naive in which the test for one look saw a difference at one of all
     */
    record Shares(double decided, double heldThroughout, double heldOnce, double credible, double naive) {}
}
