package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.common.ids.Channel;
import java.util.Map;
import java.util.Set;

/** A landline takes no texts, whether somebody has looked it up or the provider has said so when one was sent. */
final class LineTypeRule implements SendRule<ChannelFacts> {

    private static final String LANDLINE = "landline";
    private static final Set<String> REASONS = Set.of(LANDLINE, "suppressed-landline");

    @Override
    public String name() {
        return "line-type";
    }

    @Override
    public Verdict judge(ChannelFacts facts) {
        var landline = facts.channel() == Channel.SMS && !facts.enabled() && REASONS.contains(facts.reason());
        return Verdict.unless(landline, LANDLINE, Map.of());
    }
}
