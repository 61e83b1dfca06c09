package com.ovhi.outreach.channel.testsend;

import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import java.util.List;
import org.springframework.stereotype.Component;

/** Through whom tests leave. */
@Component
class TestGateways {

    private final List<ChannelGateway> gateways;

    TestGateways(List<ChannelGateway> gateways) {
        this.gateways = gateways;
    }

    ChannelGateway of(Channel channel) {
        return gateways.stream()
                .filter(each -> each.provider() == Provider.of(channel))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No gateway for " + channel.code()));
    }
}
