package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.common.ids.FailureClass;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Calls providers within the total time a call may take, and measures it. */
@Component
public class ProviderCalls implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(ProviderCalls.class);

    private final Map<Account, AtomicInteger> inFlight = new HashMap<>();
    // Not virtual: the encryption of links keeps a secure random per thread. Their number is that of the places.
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("provider-call-", 0).factory());
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("provider-call-limit").factory());
    private final CallLimits limits;
    private final MeterRegistry meters;

    ProviderCalls(Gateways gateways, CallLimits limits, MeterRegistry meters) {
        this.limits = limits;
        this.meters = meters;
        for (var gateway : gateways.all()) {
            var calls = new AtomicInteger();
            inFlight.put(gateway.account(), calls);
            Gauge.builder("outreach.provider.in_flight", calls, AtomicInteger::get)
                    .tags(tags(gateway.account()))
                    .register(meters);
        }
    }

    /**
     * Makes one call; what comes of it is there after {@link CallLimits#total} at the latest, on another thread. The leave
     * is told when the call's own thread has ended.
     *
     * @throws IllegalStateException inside a transaction: a slow provider must not hold a connection to the database
     */
    CompletableFuture<SendOutcome> call(Leave leave, OutboundMessage message) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("A provider is called inside a transaction");
        }
        var account = leave.gateway().account();
        var start = System.nanoTime();
        var end = new CompletableFuture<SendOutcome>();
        var measured = end.thenApply(outcome -> {
            var took = Duration.ofNanos(System.nanoTime() - start);
            counter(account).decrementAndGet();
            leave.used(took, outcome);
            timer(account, outcome).record(took);
            return outcome;
        });
        counter(account).incrementAndGet();
        try {
            limit(end, threads.submit(() -> {
                end.complete(answer(leave.gateway(), message));
                leave.over();
            }));
        } catch (RejectedExecutionException e) {
            // This process ends; nobody was called.
            end.complete(NotSent.refused(FailureClass.PARKED, "shutting-down"));
            leave.over();
        }
        return measured;
    }

    private void limit(CompletableFuture<SendOutcome> end, Future<?> call) {
        try {
            var limit = clock.schedule(() -> tooLong(end, call), limits.total().toNanos(), TimeUnit.NANOSECONDS);
            end.thenRun(() -> limit.cancel(false));
        } catch (RejectedExecutionException e) {
            tooLong(end, call);
        }
    }

    private static void tooLong(CompletableFuture<SendOutcome> end, Future<?> call) {
        if (end.complete(new Unknown("timeout"))) {
            call.cancel(true);
        }
    }

    /** How many calls of this process are under way. */
    public int inFlight(Account account) {
        return counter(account).get();
    }

    /** How many calls of this process ended so: accepted, not_sent or unknown. */
    public long count(Account account, String outcome) {
        return meters.find("outreach.provider.call").tags(tags(account).and("outcome", outcome)).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private AtomicInteger counter(Account account) {
        return Objects.requireNonNull(inFlight.get(account), "No such account");
    }

    private static Tags tags(Account account) {
        return Tags.of("provider", account.provider().code(), "account", account.name());
    }

    private static SendOutcome answer(ChannelGateway gateway, OutboundMessage message) {
        try {
            return gateway.send(message);
        } catch (RuntimeException | Error e) {
            // Its text may quote the message. Whether the provider has it, nobody knows.
            log.atError()
                    .addKeyValue("account", gateway.account().label())
                    .addKeyValue("error", e.getClass().getName())
                    .log("A gateway failed");
            return new Unknown("gateway-failed");
        }
    }

    private Timer timer(Account account, SendOutcome outcome) {
        var name = switch (outcome) {
            case Accepted _ -> "accepted";
            case NotSent _ -> "not_sent";
            case Unknown _ -> "unknown";
        };
        return meters.timer("outreach.provider.call", tags(account).and("outcome", name));
    }

    @Override
    public void destroy() {
        clock.shutdownNow();
        threads.shutdownNow();
    }
}
