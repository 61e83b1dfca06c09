package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.common.ids.Channel;
import java.util.Map;

/** Meta delivers no marketing to numbers of the North American plan. */
final class WhatsAppMarketingRule implements SendRule<ChannelFacts> {

    @Override
    public String name() {
        return "whatsapp-marketing-reach";
    }

    @Override
    public Verdict judge(ChannelFacts facts) {
        var address = facts.address();
        var unreachable = facts.purpose().marketing()
                && facts.channel() == Channel.WHATSAPP
                && address != null
                && address.startsWith("+1");
        return Verdict.unless(unreachable, "no-whatsapp-marketing-to-plus-one", Map.of());
    }
}
