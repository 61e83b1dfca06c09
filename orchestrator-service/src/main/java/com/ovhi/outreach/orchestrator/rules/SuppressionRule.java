package com.ovhi.outreach.orchestrator.rules;

import java.util.Map;

/** The address must be of use: nothing bounced, nobody else reads it, no spam was reported. */
final class SuppressionRule implements SendRule<ChannelFacts> {

    @Override
    public String name() {
        return "suppression";
    }

    @Override
    public Verdict judge(ChannelFacts facts) {
        return Verdict.unless(facts.suppressed(), facts.reason(), Map.of());
    }
}
