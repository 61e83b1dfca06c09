package com.ovhi.outreach.local.load;

/** What figures of a run come to. */
final class Percentiles {

    private Percentiles() {}

    /**
     * The smallest value that so many are not above.
     *
     * @param sorted in ascending order
     * @param share between 0 and 1
     * @return not a number when there is no value
     */
    static double of(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }
}
