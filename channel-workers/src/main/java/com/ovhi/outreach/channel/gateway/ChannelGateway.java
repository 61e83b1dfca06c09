package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.common.ids.Provider;

/** A provider. Thread-safe. */
public interface ChannelGateway {

    /** Which one. */
    Provider provider();

    /** Makes exactly one attempt to hand the message over. Throws only for bugs, which leave the outcome unknown. */
    SendOutcome send(OutboundMessage message);
}
