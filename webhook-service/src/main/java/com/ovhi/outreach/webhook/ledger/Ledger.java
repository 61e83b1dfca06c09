package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.Observation;
import java.time.Instant;
import java.util.List;

/** Keeps every event of every account once, and publishes what it means with the same commit. */
public interface Ledger {

    /**
     * Records what is new and publishes it, in the order told.
     *
     * @param account that all of it came by
     * @return the observations that were new; the others had been recorded before
     */
    List<Observation> record(List<Observation> observations, Account account, Instant receivedAt);

    /** Those of some observations that are recorded. */
    List<Observation> known(List<Observation> observations, Account account);
}
