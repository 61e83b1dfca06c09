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
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
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
     * Makes one call.
     *
     * @throws IllegalStateException inside a transaction: a slow provider must not hold a connection to the database
     */
    SendOutcome call(Route.Open route, OutboundMessage message) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("A provider is called inside a transaction");
        }
        var gateway = route.gateway();
        var calls = counter(gateway.account());
        var start = System.nanoTime();
        calls.incrementAndGet();
        SendOutcome outcome = new Unknown("gateway-failed");
        try {
            outcome = within(gateway, message);
        } finally {
            var took = Duration.ofNanos(System.nanoTime() - start);
            calls.decrementAndGet();
            route.permit().used(took, outcome);
            timer(gateway.account(), outcome).record(took);
        }
        return outcome;
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

    private SendOutcome within(ChannelGateway gateway, OutboundMessage message) {
        var call = threads.submit(() -> gateway.send(message));
        try {
            return call.get(limits.total().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            call.cancel(true);
            return new Unknown("timeout");
        } catch (ExecutionException e) {
            // Its text may quote the message.
            var cause = e.getCause();
            log.atError()
                    .addKeyValue("account", gateway.account().label())
                    .addKeyValue("error", cause == null ? "" : cause.getClass().getName())
                    .log("A gateway failed");
            return new Unknown("gateway-failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unknown("interrupted");
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
        threads.shutdownNow();
    }
}
