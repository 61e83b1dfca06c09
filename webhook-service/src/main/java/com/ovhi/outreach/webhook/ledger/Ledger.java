package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.webhook.notice.Arrival;
import java.util.List;

/** Keeps every event of every account once, and publishes what it means with the same commit. */
public interface Ledger {

    /**
     * Records what is new and publishes it, in the order told; all of it or nothing.
     *
     * @return what was new; the others had been recorded before
     */
    List<Arrival> record(List<Arrival> arrivals);

    /** Those of some events that are recorded. */
    List<Arrival> known(List<Arrival> arrivals);
}
