package com.ovhi.outreach.optimizer.learning;

/** Probabilities as the logarithm of their odds, and back. */
public final class Odds {

    /** Nothing is taken for certain: the logarithm of a probability stays finite. */
    private static final double LEAST = 1e-9;

    private Odds() {}

    /** The logarithm of the odds of a probability. */
    public static double log(double probability) {
        var inside = within(probability);
        return Math.log(inside / (1 - inside));
    }

    /** The probability of which these are the logarithmic odds. */
    public static double probability(double logOdds) {
        return within(logOdds >= 0 ? 1 / (1 + Math.exp(-logOdds)) : Math.exp(logOdds) / (1 + Math.exp(logOdds)));
    }

    /** A probability kept off 0 and 1. */
    public static double within(double probability) {
        return Math.clamp(probability, LEAST, 1 - LEAST);
    }
}
