package com.ovhi.outreach.common.contract;

import java.util.List;

/**
 * As what a message counts among the contacts of its patient, and for what it must leave room when it is sent; vocabulary of the orchestrator. Without limits it is sent however many there were.
 */
public record ContactAllowance(String kind, List<Limit> limits) {

    /** Copies. */
    public ContactAllowance {
        limits = List.copyOf(limits);
    }

    /** In any stretch of so many minutes that ends with it there are at most so many messages of the kinds that are counted, itself included. */
    public record Limit(int minutes, int most, List<String> counted) {

        /** Copies. */
        public Limit {
            counted = List.copyOf(counted);
        }
    }
}
