package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.common.ids.Channel;
import java.util.Map;

/** The organisation must use the channel. */
final class CapabilityRule implements SendRule<ChannelFacts> {

    @Override
    public String name() {
        return "organization-capability";
    }

    @Override
    public Verdict judge(ChannelFacts facts) {
        var missing =
                facts.channel() == Channel.WHATSAPP && !facts.organization().whatsapp();
        return Verdict.unless(missing, "organization-without-whatsapp", Map.of());
    }
}
