package com.ovhi.outreach.orchestrator.waiting;

import com.ovhi.outreach.common.messaging.EventHeaders;
import java.time.Duration;
import java.util.Set;

/** Takes up events that had to wait. */
public interface WaitingHandler {

    /** The event types it takes. */
    Set<String> types();

    /** How long, in real time, an event may wait before it is given up. */
    Duration patience();

    /**
     * Tries again. May call other services; what it returns runs in one transaction.
     *
     * @param payload the event as it arrived
     * @throws StillMissing to go on waiting, here or from the returned step
     */
    Runnable retry(byte[] payload, EventHeaders event);

    /** Records that the event was given up; runs in a transaction. */
    void giveUp(byte[] payload, EventHeaders event);
}
