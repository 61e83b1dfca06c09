package com.ovhi.outreach.orchestrator.rules;

import java.util.Map;

/** Marketing needs an opt-in of its own. */
final class MarketingConsentRule implements SendRule<ChannelFacts> {

    @Override
    public String name() {
        return "marketing-opt-in";
    }

    @Override
    public Verdict judge(ChannelFacts facts) {
        if (!facts.purpose().marketing()) {
            return Verdict.allowed();
        }
        var preference = facts.preference();
        var optedIn = preference != null && preference.marketingOptIn();
        return Verdict.unless(!optedIn, "no-marketing-opt-in", Map.of("class", "marketing"));
    }
}
