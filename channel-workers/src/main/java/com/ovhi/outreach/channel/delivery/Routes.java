package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.channel.rate.RateLimits;
import com.ovhi.outreach.channel.rate.Tokens;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.messaging.RetryLater;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Chooses the account that carries messages: the first of an organisation's whose circuit is closed, so that another one
 * serves while that of the first is open. A short wait is no reason to change the account, for the patient would hear from
 * another number.
 */
@Component
class Routes {

    /** Nobody may carry messages of an organisation on a channel. */
    static final NotSent NO_ACCOUNT = NotSent.refused(FailureClass.CONFIG, "no-account");

    private static final Logger log = LoggerFactory.getLogger(Routes.class);

    private static final double SPREAD = 1.0;

    /** What is not worth a way back through the scheduler. */
    private static final Duration SHORT = Duration.ofMillis(250);

    private static final int ROUNDS = 2;

    /** A sender that must pause for longer is as good as an account whose circuit is open. */
    private static final Duration LONG = Duration.ofMinutes(2);

    /** How long nobody comes back at most, so that it is told in time when no account can send. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Duration AT_ONCE = Duration.ofMillis(250);

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

    /** Who may carry messages of an organisation on a channel, in the order of preference. */
    List<ChannelGateway> carriers(Channel channel, long organizationId) {
        return gateways.of(channel, organizationId);
    }

    /** Whoever serves a channel, whosever they are. */
    List<ChannelGateway> carriers(Channel channel) {
        return gateways.of(channel);
    }

    /**
     * A way for one or more messages; waits for a place and, shortly, for its turn. What was taken from a sender's rate is
     * not given back.
     *
     * @param carriers at least one, in the order of preference
     * @throws RetryLater when this process is about to end
     */
    Route take(List<ChannelGateway> carriers, Lane lane, int most) {
        var wait = LONGEST;
        for (var carrier : carriers) {
            var permit = breakers.acquire(carrier.account());
            if (permit.isEmpty()) {
                wait = shorter(wait, breakers.retryAfter(carrier.account()));
                continue;
            }
            var leaves = leaves(carrier, permit.get(), lane, most);
            var tokens = inTime(carrier, lane, leaves);
            if (tokens.granted() > 0) {
                return new Route.Open(List.copyOf(leaves.subList(0, tokens.granted())));
            }
            if (tokens.pause().compareTo(LONG) <= 0) {
                return rateLimited(carrier.account(), lane, most);
            }
            wait = shorter(wait, tokens.pause());
        }
        return closed(wait);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
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

    /** Leaves without a token are given back. */
    private Tokens inTime(ChannelGateway gateway, Lane lane, List<Leave> leaves) {
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
        return tokens;
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

    /**
     * What an outcome means for its message. A refusal of our account is no judgement of the message while another account
     * stands by: the refused one is left alone, and the message comes back at once.
     */
    SendOutcome judged(SendIntent intent, SendOutcome outcome) {
        return judged(intent.account(), carriers(intent.channel(), intent.organizationId()), outcome);
    }

    /**
     * The same.
     *
     * @param account that made the call
     * @param carriers that may carry the message
     */
    SendOutcome judged(Account account, List<ChannelGateway> carriers, SendOutcome outcome) {
        if (!(outcome instanceof NotSent refused)
                || refused.failureClass() != FailureClass.CONFIG
                || refused.about() != About.ACCOUNT
                || !anotherCarries(account, carriers)) {
            return outcome;
        }
        breakers.refused(account);
        log.atError()
                .addKeyValue("account", account.label())
                .addKeyValue("code", refused.code())
                .log("The provider refuses an account of ours; another one takes over");
        return new NotSent(FailureClass.PARKED, "account-refused", AT_ONCE, About.ACCOUNT);
    }

    private boolean anotherCarries(Account refused, List<ChannelGateway> carriers) {
        return carriers.stream()
                .map(ChannelGateway::account)
                .anyMatch(account -> !account.equals(refused) && breakers.usable(account));
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
        return new Route.Closed(() -> {
            var wait = turns.of(given.getAndIncrement(), random);
            rates.waits(account, lane, wait);
            return parked("rate-limited", wait);
        });
    }

    /** Those that wait for the same moment must not all come back in it. */
    private Route closed(Duration wait) {
        return new Route.Closed(() ->
                parked("circuit-open", wait.plusMillis(Math.round(wait.toMillis() * SPREAD * random.nextDouble()))));
    }

    private static NotSent parked(String code, Duration wait) {
        return new NotSent(FailureClass.PARKED, code, wait.plusMillis(1), About.SENDER);
    }
}
