package com.ovhi.outreach.channel.health;

import com.ovhi.outreach.channel.delivery.Breakers;
import com.ovhi.outreach.channel.delivery.ProviderCalls;
import com.ovhi.outreach.channel.health.ProviderController.Health;
import com.ovhi.outreach.channel.intent.SendIntents;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
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

    ProviderHealth(Breakers breakers, ProviderCalls calls, SendIntents intents) {
        this.breakers = breakers;
        this.calls = calls;
        this.intents = intents;
    }

    @Transactional(readOnly = true)
    public List<Health> all() {
        return Arrays.stream(Channel.values()).map(this::of).toList();
    }

    private Health of(Channel channel) {
        var provider = Provider.of(channel);
        var percent = breakers.failurePercent(provider);
        return new Health(
                provider,
                channel,
                breakers.state(provider),
                percent < 0 ? null : (Float) percent,
                calls.inFlight(provider),
                calls.count(provider, "accepted"),
                calls.count(provider, "not_sent"),
                calls.count(provider, "unknown"),
                intents.unresolved(channel));
    }
}
