package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;

/** The way a message takes. */
sealed interface Route {

    /** An account that may be called once; the permit is to be given back. */
    record Open(ChannelGateway gateway, Breakers.Permit permit) implements Route {}

    /** No account may be called now; parked, with a time to come back. */
    record Closed(NotSent reason) implements Route {}
}
