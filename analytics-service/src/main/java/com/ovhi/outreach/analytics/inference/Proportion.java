package com.ovhi.outreach.analytics.inference;

import org.hipparchus.distribution.continuous.NormalDistribution;

/** How many of how many. */
public record Proportion(long successes, long trials) {

    private static final NormalDistribution NORMAL = new NormalDistribution();

    /** Refuses more successes than trials, and negative numbers. */
    public Proportion {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException("A proportion needs 0 <= successes <= trials");
        }
    }

    /** NaN without trials. */
    public double rate() {
        return (double) successes / trials;
    }

    public Proportion plus(Proportion other) {
        return new Proportion(successes + other.successes, trials + other.trials);
    }

    /** The same observations as a sample of zeros and ones. */
    public Sample sample() {
        return new Sample(trials, successes, successes);
    }

    /**
     * The score interval of Wilson, JASA 22 (1927) 209-212; everything from 0 to 1 without trials.
     *
     * @param level such as 0.95
     */
    public Interval wilson(double level) {
        if (trials == 0) {
            return new Interval(0, 1);
        }
        var z = NORMAL.inverseCumulativeProbability((1 + level) / 2);
        var square = z * z;
        var centre = (2.0 * successes + square) / (2 * (trials + square));
        var half = z * Math.sqrt(square + 4.0 * successes * (1 - rate())) / (2 * (trials + square));
        return new Interval(Math.clamp(centre - half, 0, rate()), Math.clamp(centre + half, rate(), 1));
    }
}
