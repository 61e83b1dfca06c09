package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.rate.RateLimits;
import com.ovhi.outreach.channel.rate.Tokens;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.messaging.RetryLater;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/**
 * Chooses the account that carries messages: the first whose circuit is closed, so that another account serves while
 * the main one's is open. Speed is no reason to change the account, for the patient would hear from another number.
 */
@Component
class Routes {

    private static final double SPREAD = 1.0;

    /** What is not worth a way back through the scheduler. */
    private static final Duration SHORT = Duration.ofMillis(250);

    private static final int ROUNDS = 2;

    private final Gateways gateways;
    private final Breakers breakers;
    private final CallPlaces places;
    private final RateLimits rates;
    private final RandomGenerator random;

    Routes(Gateways gateways, Breakers breakers, CallPlaces places, RateLimits rates, RandomGenerator random) {
        this.gateways = gateways;
        this.breakers = breakers;
        this.places = places;
        this.rates = rates;
        this.random = random;
    }

    /**
     * A way for one or more messages of a channel; waits for a place and, shortly, for its turn. What was taken from a
     * sender's rate is not given back.
     *
     * @throws RetryLater when this process is about to end
     */
    Route take(Channel channel, Lane lane, int most) {
        for (var gateway : gateways.of(channel)) {
            var permit = breakers.acquire(gateway.account());
            if (permit.isPresent()) {
                return inTime(gateway, lane, leaves(gateway, permit.get(), lane, most), most);
            }
        }
        var wait = gateways.of(channel).stream()
                .map(gateway -> breakers.retryAfter(gateway.account()))
                .min(Comparator.naturalOrder());
        return circuitOpen(Objects.requireNonNull(wait.orElse(Duration.ZERO)));
    }

    private List<Leave> leaves(ChannelGateway gateway, Breakers.Permit first, Lane lane, int most) {
        var account = gateway.account();
        int free;
        try {
            free = places.take(account, lane, most);
        } catch (RuntimeException | Error e) {
            first.release();
            throw e;
        }
        var leaves = new ArrayList<Leave>(free);
        leaves.add(leave(gateway, first, lane));
        while (leaves.size() < free) {
            var next = breakers.acquire(account);
            if (next.isEmpty()) {
                places.giveBack(account, lane, free - leaves.size());
                return leaves;
            }
            leaves.add(leave(gateway, next.get(), lane));
        }
        return leaves;
    }

    private Leave leave(ChannelGateway gateway, Breakers.Permit permit, Lane lane) {
        return new Leave(gateway, permit, () -> places.giveBack(gateway.account(), lane, 1));
    }

    private Route inTime(ChannelGateway gateway, Lane lane, List<Leave> leaves, int most) {
        Tokens tokens;
        try {
            tokens = tokens(gateway.account(), lane, leaves.size());
        } catch (InterruptedException e) {
            leaves.forEach(Leave::unused);
            Thread.currentThread().interrupt();
            throw new RetryLater("shutting-down");
        } catch (RuntimeException | Error e) {
            leaves.forEach(Leave::unused);
            throw e;
        }
        leaves.subList(tokens.granted(), leaves.size()).forEach(Leave::unused);
        return tokens.granted() > 0
                ? new Route.Open(List.copyOf(leaves.subList(0, tokens.granted())))
                : rateLimited(gateway.account(), lane, most);
    }

    private Tokens tokens(Account account, Lane lane, int most) throws InterruptedException {
        var tokens = rates.take(account, lane, most);
        // Others may take what it waited for; it must not wait for ever.
        for (var round = 0;
                tokens.granted() == 0 && round < ROUNDS && tokens.pause().compareTo(SHORT) <= 0;
                round++) {
            Thread.sleep(tokens.pause());
            tokens = rates.take(account, lane, most);
        }
        return tokens;
    }

    /** What a call teaches about the next ones: a sender that is too fast stops, in all instances. */
    void learn(Account account, SendOutcome outcome) {
        if (outcome instanceof NotSent refused && refused.about() == About.SENDER) {
            rates.close(account, refused.retryAfter());
        }
    }

    private Route rateLimited(Account account, Lane lane, int most) {
        var turns = rates.turns(account, lane, most);
        var given = new AtomicInteger();
        return new Route.Closed(() -> parked("rate-limited", turns.of(given.getAndIncrement(), random)));
    }

    /** Those that wait for the same moment must not all come back in it. */
    private Route circuitOpen(Duration wait) {
        return new Route.Closed(() ->
                parked("circuit-open", wait.plusMillis(Math.round(wait.toMillis() * SPREAD * random.nextDouble()))));
    }

    private static NotSent parked(String code, Duration wait) {
        return new NotSent(FailureClass.PARKED, code, wait.plusMillis(1), About.SENDER);
    }
}
