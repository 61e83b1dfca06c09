package com.ovhi.outreach.analytics.fact;

import org.springframework.stereotype.Component;

/** Counts from the ledger again, for other features. */
@Component
public class Recounts {

    private final Counting counting;

    Recounts(Counting counting) {
        this.counting = counting;
    }

    /** Throws the counts of an organisation away and makes them again; returns how many rows of {@code comm_stats} that gave. */
    public int recount(long organizationId) {
        return counting.recount(organizationId);
    }
}
