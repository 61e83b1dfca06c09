package com.ovhi.outreach.channel.health;

import com.ovhi.outreach.channel.delivery.Breakers;
import com.ovhi.outreach.channel.delivery.ProviderCalls;
import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.health.ProviderController.Health;
import com.ovhi.outreach.channel.intent.SendIntents;
import com.ovhi.outreach.common.ids.Channel;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gathers how the providers are. */
@Component
class ProviderHealth {

    private final Breakers breakers;
    private final ProviderCalls calls;
    private final SendIntents intents;
    private final Gateways gateways;

    ProviderHealth(Breakers breakers, ProviderCalls calls, SendIntents intents, Gateways gateways) {
        this.breakers = breakers;
        this.calls = calls;
        this.intents = intents;
        this.gateways = gateways;
    }

    @Transactional(readOnly = true)
    public List<Health> all() {
        return Arrays.stream(Channel.values())
                .flatMap(channel -> gateways.of(channel).stream().map(gateway -> of(channel, gateway.account())))
                .toList();
    }

    private Health of(Channel channel, Account account) {
        var percent = breakers.failurePercent(account);
        return new Health(
                account.provider(),
                channel,
                account.name(),
                breakers.state(account),
                percent < 0 ? null : (Float) percent,
                calls.inFlight(account),
                calls.count(account, "accepted"),
                calls.count(account, "not_sent"),
                calls.count(account, "unknown"),
                intents.unresolved(channel));
    }
}
