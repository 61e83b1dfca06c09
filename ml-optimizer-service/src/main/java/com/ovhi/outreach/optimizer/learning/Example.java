package com.ovhi.outreach.optimizer.learning;

import java.util.List;

/**
 * Something that happened or did not.
 *
 * @param features numbers that describe it, in the model's order
 * @param weight how much it counts, above 0; 1 for a fresh observation
 */
public record Example(List<Double> features, boolean happened, double weight) {

    /** Copies and checks. */
    public Example {
        features = List.copyOf(features);
        if (!(weight > 0) || !features.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("An example has finite features and counts for something");
        }
    }
}
