package com.ovhi.outreach.orchestrator.rules;

import java.util.Map;

/** The patient must allow the channel; an opt-out is never passed, whatever the urgency. */
final class ConsentRule implements SendRule<ChannelFacts> {

    @Override
    public String name() {
        return "consent";
    }

    @Override
    public Verdict judge(ChannelFacts facts) {
        return Verdict.unless(!facts.enabled(), facts.reason(), Map.of("class", "transactional"));
    }
}
