package com.ovhi.outreach.orchestrator.rules;

import java.util.Map;

/** There must be an address. */
final class AddressRule implements SendRule<ChannelFacts> {

    @Override
    public String name() {
        return "address-known";
    }

    @Override
    public Verdict judge(ChannelFacts facts) {
        var known = facts.address() != null;
        // An address that is kept back on purpose is told by its reason.
        var reason = facts.suppressed() ? facts.reason() : "no-address";
        return Verdict.unless(!known, reason, Map.of("known", Boolean.toString(known)));
    }
}
