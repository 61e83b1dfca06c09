package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Every account at every provider, the main one first. Immutable. */
@Component
public class Gateways {

    private final NavigableMap<Account, ChannelGateway> all;

    /** @throws IllegalStateException when a provider has no main account */
    public Gateways(List<ProviderGateways> providers) {
        var gateways = new TreeMap<Account, ChannelGateway>();
        for (var provider : providers) {
            provider.gateways().forEach(gateway -> gateways.put(gateway.account(), gateway));
        }
        for (var provider : Provider.values()) {
            if (!gateways.containsKey(Account.main(provider))) {
                throw new IllegalStateException("There is no main account at " + provider.code());
            }
        }
        all = Collections.unmodifiableNavigableMap(gateways);
    }

    /** All of them. */
    public Collection<ChannelGateway> all() {
        return all.values();
    }

    /** Those that serve a channel, in the order in which they are to be used. */
    public List<ChannelGateway> of(Channel channel) {
        return all.entrySet().stream()
                .filter(each -> each.getKey().provider() == Provider.of(channel))
                .map(Map.Entry::getValue)
                .toList();
    }

    /**
     * Those that may send for an organisation on a channel, in the order in which they are to be used: its own ones, else
     * the shared ones, and these behind its own if one of its own says so. Empty when nobody may.
     */
    public List<ChannelGateway> of(Channel channel, long organizationId) {
        var all = of(channel);
        var shared = all.stream().filter(each -> each.tenants().shared()).toList();
        var own = all.stream()
                .filter(each -> each.tenants().organizations().contains(organizationId))
                .toList();
        if (own.isEmpty()) {
            return shared;
        }
        return own.stream().anyMatch(each -> each.tenants().sharedBehind())
                ? Stream.concat(own.stream(), shared.stream()).toList()
                : own;
    }

    /** The gateway of an account, if it is still configured. */
    public Optional<ChannelGateway> of(Account account) {
        return Optional.ofNullable(all.get(account));
    }

    /** How to ask what an account has accepted; empty when it does not tell or is gone. */
    public Optional<SentLookup> lookup(Account account) {
        return of(account).flatMap(ChannelGateway::lookup);
    }

    /** The accounts that are asked for many attempts at once. */
    public Map<Account, SentLookup.Together> askedTogether() {
        var together = new TreeMap<Account, SentLookup.Together>();
        all.forEach((account, gateway) -> {
            if (gateway.lookup().orElse(null) instanceof SentLookup.Together lookup) {
                together.put(account, lookup);
            }
        });
        return together;
    }
}
