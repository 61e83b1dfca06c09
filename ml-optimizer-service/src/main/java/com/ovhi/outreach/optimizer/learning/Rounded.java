package com.ovhi.outreach.optimizer.learning;

/** Scores have three decimals, so that "changed" means the same in the database, in events and to a reader. */
final class Rounded {

    private Rounded() {}

    static double of(double score) {
        return Math.round(score * 1_000) / 1_000.0;
    }
}
