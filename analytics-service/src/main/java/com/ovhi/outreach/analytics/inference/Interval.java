package com.ovhi.outreach.analytics.inference;

/** A range of plausible values, ends included. */
public record Interval(double low, double high) {

    /** Refuses ends that are not numbers or in the wrong order. */
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("An interval needs two numbers in order");
        }
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** Whether all of it lies above zero. */
    public boolean positive() {
        return low > 0;
    }

    /** The same after multiplying both ends by something not negative and adding something. */
    public Interval scaled(double factor, double shift) {
        return new Interval(low * factor + shift, high * factor + shift);
    }
}
