package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.common.ids.Provider;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

/** Calls providers within the total time a call may take, and measures it. */
@Component
public class ProviderCalls implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(ProviderCalls.class);

    private final Map<Provider, ChannelGateway> gateways = new EnumMap<>(Provider.class);
    private final Map<Provider, AtomicInteger> inFlight = new EnumMap<>(Provider.class);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CallLimits limits;
    private final MeterRegistry meters;

    ProviderCalls(List<ChannelGateway> gateways, CallLimits limits, MeterRegistry meters) {
        this.limits = limits;
        this.meters = meters;
        for (var gateway : gateways) {
            this.gateways.put(gateway.provider(), gateway);
            var calls = new AtomicInteger();
            inFlight.put(gateway.provider(), calls);
            Gauge.builder("outreach.provider.in_flight", calls, AtomicInteger::get)
                    .tag("provider", gateway.provider().code())
                    .register(meters);
        }
    }

    /** Makes one call. */
    SendOutcome call(Provider provider, OutboundMessage message, Breakers.Permit permit) {
        var calls = inFlight.getOrDefault(provider, new AtomicInteger());
        var start = System.nanoTime();
        calls.incrementAndGet();
        SendOutcome outcome = new Unknown("gateway-failed");
        try {
            outcome = within(provider, message);
        } finally {
            var took = Duration.ofNanos(System.nanoTime() - start);
            calls.decrementAndGet();
            permit.used(took, outcome);
            timer(provider, outcome).record(took);
        }
        return outcome;
    }

    /** How many calls of this process are under way. */
    public int inFlight(Provider provider) {
        return inFlight.getOrDefault(provider, new AtomicInteger()).get();
    }

    /** How many calls of this process ended so: accepted, not_sent or unknown. */
    public long count(Provider provider, String outcome) {
        return meters
                .find("outreach.provider.call")
                .tags("provider", provider.code(), "outcome", outcome)
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private SendOutcome within(Provider provider, OutboundMessage message) {
        var gateway = gateways.get(provider);
        if (gateway == null) {
            throw new IllegalStateException("No gateway for " + provider.code());
        }
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
                    .addKeyValue("provider", provider.code())
                    .addKeyValue("error", cause == null ? "" : cause.getClass().getName())
                    .log("A gateway failed");
            return new Unknown("gateway-failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unknown("interrupted");
        }
    }

    private Timer timer(Provider provider, SendOutcome outcome) {
        var name = switch (outcome) {
            case Accepted _ -> "accepted";
            case NotSent _ -> "not_sent";
            case Unknown _ -> "unknown";
        };
        return meters.timer("outreach.provider.call", "provider", provider.code(), "outcome", name);
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
