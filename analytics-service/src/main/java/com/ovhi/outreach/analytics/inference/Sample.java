package com.ovhi.outreach.analytics.inference;

/**
 * What is known of a number measured on many: enough for mean and variance.
 *
 * @param sumOfSquares of the values themselves, not of their distances from the mean
 */
public record Sample(long count, double sum, double sumOfSquares) {

    /** Refuses what no values can add up to. */
    public Sample {
        if (count < 0 || !Double.isFinite(sum) || !Double.isFinite(sumOfSquares) || sumOfSquares < 0) {
            throw new IllegalArgumentException("A sample needs a count and finite sums");
        }
    }

    /** Both together. */
    public Sample plus(Sample other) {
        return new Sample(count + other.count, sum + other.sum, sumOfSquares + other.sumOfSquares);
    }

    /** NaN without values. */
    public double mean() {
        return sum / count;
    }

    /** The unbiased variance of one value; 0 with fewer than two. */
    public double variance() {
        return count < 2 ? 0 : Math.max(0, (sumOfSquares - sum * sum / count) / (count - 1));
    }
}
