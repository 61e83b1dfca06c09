package com.ovhi.outreach.optimizer.learning;

/** The standard normal distribution. */
public final class Normal {

    private Normal() {}

    /** The probability of less than z: M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 26.2.17, error below 7.5e-8. */
    public static double below(double z) {
        var t = 1 / (1 + 0.2316419 * Math.abs(z));
        var tail = Math.exp(-z * z / 2)
                / Math.sqrt(2 * Math.PI)
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return z >= 0 ? 1 - tail : tail;
    }
}
