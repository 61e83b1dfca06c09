package com.ovhi.outreach.optimizer.evaluation;

/**
 * What a model said, and what happened.
 *
 * @param probability that it would happen, in [0, 1]
 * @param group of patients it is about, such as {@code language=es}
 */
public record Forecast(double probability, boolean happened, String group) {

    /** Checks. */
    public Forecast {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("No probability");
        }
    }
}
