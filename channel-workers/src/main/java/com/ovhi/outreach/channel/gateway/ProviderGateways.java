package com.ovhi.outreach.channel.gateway;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** All accounts at one provider; each provider's package has one bean of it. */
public record ProviderGateways(List<ChannelGateway> gateways) {

    /** Takes its own copy. */
    public ProviderGateways {
        gateways = List.copyOf(gateways);
    }

    /** A gateway for each account, from the settings by name. */
    public static <T> ProviderGateways of(Map<String, T> accounts, BiFunction<String, T, ChannelGateway> gateway) {
        return new ProviderGateways(accounts.entrySet().stream()
                .map(each -> gateway.apply(each.getKey(), each.getValue()))
                .toList());
    }
}
