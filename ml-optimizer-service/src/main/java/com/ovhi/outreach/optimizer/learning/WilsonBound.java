package com.ovhi.outreach.optimizer.learning;

/**
 * The lower end of the Wilson score interval of a proportion: E. B. Wilson, "Probable inference, the law of succession,
 * and statistical inference", Journal of the American Statistical Association 22 (1927) 209–212. Unlike the plain
 * proportion it is cautious with few observations, and it never leaves [0, 1].
 */
final class WilsonBound {

    /** The 95 % quantile of the normal distribution: the true rate is higher than the bound with that confidence. */
    static final double Z = 1.645;

    private WilsonBound() {}

    static double lower(int successes, int trials) {
        if (successes == 0) {
            return 0;
        }
        var n = (double) trials;
        var rate = successes / n;
        var square = Z * Z;
        var centre = rate + square / (2 * n);
        var margin = Z * Math.sqrt(rate * (1 - rate) / n + square / (4 * n * n));
        return Math.max(0, (centre - margin) / (1 + square / n));
    }
}
