package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.webhook.notice.Observation;
import java.time.Instant;
import java.util.List;

/** Keeps every event of every provider once, and publishes what it means with the same commit. */
public interface Ledger {

    /**
     * Records what is new and publishes it, in the order told.
     *
     * @return the observations that were new; the others had been recorded before
     */
    List<Observation> record(List<Observation> observations, Instant receivedAt);
}
