package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Leave to make one call: a permit of the account's circuit and a place for it. */
final class Leave {

    private final ChannelGateway gateway;
    private final Breakers.Permit permit;
    private final Runnable place;
    private final AtomicInteger ends = new AtomicInteger();

    /** @param place gives the place back */
    Leave(ChannelGateway gateway, Breakers.Permit permit, Runnable place) {
        this.gateway = gateway;
        this.permit = permit;
        this.place = place;
    }

    /** Whom to call. */
    ChannelGateway gateway() {
        return gateway;
    }

    /** No call was made and none will be. */
    void unused() {
        permit.release();
        place.run();
    }

    /** The call was not made after all; its place is free after {@link #over}. */
    void uncalled() {
        permit.release();
    }

    /** What came of the call; its thread may still hang. */
    void used(Duration took, SendOutcome outcome) {
        permit.used(took, outcome);
    }

    /** The call's thread, or whoever wrote the outcome, is done; the place is free after both. */
    void over() {
        if (ends.incrementAndGet() == 2) {
            place.run();
        }
    }
}
