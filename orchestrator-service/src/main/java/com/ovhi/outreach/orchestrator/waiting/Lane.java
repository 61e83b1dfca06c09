package com.ovhi.outreach.orchestrator.waiting;

import java.util.Locale;

/** What waits apart, so that many of one sort do not hold up another. */
public enum Lane {
    /** Events that came before what they need. */
    EVENT(2),
    /** Requests of campaigns and notices, of which tens of thousands may wait for patients nobody has announced yet. */
    BULK(2),
    /** Successors of urgent jobs, and urgent requests. */
    URGENT(2),
    /** Successors of all other jobs, which may be thousands after an outage. */
    REPLAN(4);

    private final int workers;

    Lane(int workers) {
        this.workers = workers;
    }

    /** How many are tried at the same time in one process. */
    int workers() {
        return workers;
    }

    /** The name in the database. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
