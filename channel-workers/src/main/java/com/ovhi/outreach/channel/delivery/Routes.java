package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.rate.RateLimits;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/**
 * Chooses the account that carries a message: the first whose circuit is closed, so that another account serves while
 * the main one's is open. Speed is no reason to change the account, for the patient would hear from another number.
 */
@Component
class Routes {

    private static final double SPREAD = 1.0;

    private final Gateways gateways;
    private final Breakers breakers;
    private final RateLimits rates;
    private final RandomGenerator random;

    Routes(Gateways gateways, Breakers breakers, RateLimits rates, RandomGenerator random) {
        this.gateways = gateways;
        this.breakers = breakers;
        this.rates = rates;
        this.random = random;
    }

    /** A way for one message of a channel. What was taken from a sender's rate is not given back. */
    Route take(Channel channel) {
        for (var gateway : gateways.of(channel)) {
            var permit = breakers.acquire(gateway.account());
            if (permit.isPresent()) {
                var wait = rates.take(gateway.account());
                if (wait.isZero()) {
                    return new Route.Open(gateway, permit.get());
                }
                permit.get().release();
                return closed("rate-limited", wait);
            }
        }
        var wait = gateways.of(channel).stream()
                .map(gateway -> breakers.retryAfter(gateway.account()))
                .min(Comparator.naturalOrder());
        return closed("circuit-open", Objects.requireNonNull(wait.orElse(Duration.ZERO)));
    }

    /** What a call teaches about the next ones: a sender that is too fast stops, in all instances. */
    void learn(Route.Open route, SendOutcome outcome) {
        if (outcome instanceof NotSent refused && refused.about() == About.SENDER) {
            rates.close(route.gateway().account(), refused.retryAfter());
        }
    }

    /** Those that wait for the same moment must not all come back in it. */
    private Route closed(String code, Duration wait) {
        var spread = Duration.ofMillis(Math.round(wait.toMillis() * SPREAD * random.nextDouble()));
        var back = wait.plus(spread).plusMillis(1);
        return new Route.Closed(new NotSent(FailureClass.PARKED, code, back, About.SENDER));
    }
}
