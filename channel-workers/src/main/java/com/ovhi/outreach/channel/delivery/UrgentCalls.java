package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.time.Pace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Single calls that no order of the scheduler asks for, by the accounts, circuits, rates and places of the urgent lane.
 * Thread-safe.
 */
@Component
public class UrgentCalls {

    private static final Logger log = LoggerFactory.getLogger(UrgentCalls.class);
    private static final long NOBODY = 0;

    private final Routes routes;
    private final ProviderCalls calls;
    private final LaneTopics lanes;
    private final Duration patience;
    private final Clock clock;
    private final Pace pace;

    UrgentCalls(Routes routes, ProviderCalls calls, LaneTopics lanes, CallLimits limits, Clock clock, Pace pace) {
        this.routes = routes;
        this.calls = calls;
        this.lanes = lanes;
        patience = limits.total();
        this.clock = clock;
        this.pace = pace;
    }

    /** The channels on which this instance sends. */
    public Set<Channel> channels() {
        return lanes.channels();
    }

    /**
     * The way for one message; waits for a place and, shortly, for its turn. Whoever asks a gate asks it afterwards, so
     * that nothing waits between its word and the call.
     *
     * @param organizationId whose accounts carry it; null when that could not be told: by accounts that all share
     * @throws com.ovhi.outreach.common.messaging.RetryLater when this process is about to end, or all calls hang
     */
    public Way take(Channel channel, @Nullable Long organizationId) {
        return take(routes.carriers(channel, Objects.requireNonNullElse(organizationId, NOBODY)));
    }

    /** The same, by any account of the channel where {@link #take} finds none. */
    public Way takeAny(Channel channel, @Nullable Long organizationId) {
        var carriers = routes.carriers(channel, Objects.requireNonNullElse(organizationId, NOBODY));
        return take(carriers.isEmpty() ? routes.carriers(channel) : carriers);
    }

    private Way take(List<ChannelGateway> carriers) {
        if (carriers.isEmpty()) {
            return new Way.Closed(Routes.NO_ACCOUNT);
        }
        return switch (routes.take(carriers, Lane.URGENT, 1)) {
            case Route.Open(var leaves) ->
                new Way.Open(new Turn(leaves.getFirst(), carriers, System.nanoTime(), clock.instant()));
            case Route.Closed(var reasons) -> new Way.Closed(reasons.get());
        };
    }

    /** Whether a call may be made. */
    public sealed interface Way {

        /** One, which is to be made or given back. */
        record Open(Turn turn) implements Way {}

        /** Not now; parked, with a time to come back. */
        record Closed(NotSent reason) implements Way {}
    }

    /** Leave to make one call, given at a moment. */
    public final class Turn {

        private final Leave leave;
        private final List<ChannelGateway> carriers;
        private final long nanos;
        private final Instant at;

        private Turn(Leave leave, List<ChannelGateway> carriers, long nanos, Instant at) {
            this.leave = leave;
            this.carriers = carriers;
            this.nanos = nanos;
            this.at = at;
        }

        /** Who carries the message. */
        public Account account() {
            return leave.gateway().account();
        }

        /** No call was made and none will be. */
        public void unused() {
            leave.unused();
        }

        /**
         * Makes the call on another thread, unless this process has slept meanwhile or the message's deadline is over.
         *
         * @param told hears once, on a thread that must not wait, what came of it, and is to run what it is given when
         *     that is written
         * @throws IllegalStateException inside a transaction
         */
        public void call(OutboundMessage message, BiConsumer<SendOutcome, Runnable> told) {
            try {
                calls.call(leave, message, () -> objection(message), outcome -> {
                    routes.learn(account(), outcome);
                    told.accept(routes.judged(account(), carriers, outcome), leave::over);
                });
            } catch (RuntimeException | Error e) {
                log.atError()
                        .addKeyValue("id", message.jobId())
                        .addKeyValue("error", e.getClass().getName())
                        .log("A message could not be handed over; nobody was called");
                told.accept(ProviderCalls.NOT_CALLED, leave::unused);
            }
        }

        private Optional<NotSent> objection(OutboundMessage message) {
            var now = clock.instant();
            return LastMoment.objection(
                    Duration.ofNanos(System.nanoTime() - nanos),
                    pace.toReal(Duration.between(at, now)),
                    patience,
                    now,
                    message.deadline());
        }
    }
}
