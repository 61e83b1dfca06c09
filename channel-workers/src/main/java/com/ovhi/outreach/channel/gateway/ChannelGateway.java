package com.ovhi.outreach.channel.gateway;

import java.util.List;
import java.util.Optional;

/** A provider, as one of our accounts sees it. Thread-safe. */
public interface ChannelGateway {

    /** Which account. */
    Account account();

    /** For whom it sends. */
    default Tenants tenants() {
        return Tenants.ALL;
    }

    /** What may not be exceeded; the first is the sender's, the one a refusal for speed speaks of. */
    List<Limit> limits();

    /** Makes exactly one attempt to hand the message over. Throws only for bugs, which leave the outcome unknown. */
    SendOutcome send(OutboundMessage message);

    /** How to ask what was accepted; empty when this provider does not tell. */
    default Optional<SentLookup> lookup() {
        return Optional.empty();
    }
}
