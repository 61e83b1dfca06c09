package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallHandle;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.observability.TraceContext;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.DependsOn;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Calls providers within the total time a call may take, and measures it. It ends before the journal of what it begins. */
@Component
@DependsOn("callJournal")
public class ProviderCalls implements DisposableBean {

    /** The way was open, but nobody was called. */
    static final NotSent NOT_CALLED = NotSent.refused(FailureClass.PARKED, "not-called");

    private static final Logger log = LoggerFactory.getLogger(ProviderCalls.class);

    private final Map<Account, AtomicInteger> inFlight = new HashMap<>();
    // Not virtual: the encryption of links keeps a secure random per thread. Their number is that of the places.
    private final ExecutorService threads;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("provider-call-limit").factory());
    private final CallLimits limits;
    private final TraceContext trace;
    private final MeterRegistry meters;

    @Autowired
    ProviderCalls(Gateways gateways, CallLimits limits, TraceContext trace, MeterRegistry meters) {
        this(
                gateways,
                limits,
                trace,
                meters,
                Executors.newCachedThreadPool(
                        Thread.ofPlatform().daemon().name("provider-call-", 0).factory()));
    }

    ProviderCalls(
            Gateways gateways, CallLimits limits, TraceContext trace, MeterRegistry meters, ExecutorService threads) {
        this.limits = limits;
        this.trace = trace;
        this.meters = meters;
        this.threads = threads;
        for (var gateway : gateways.all()) {
            var calls = new AtomicInteger();
            inFlight.put(gateway.account(), calls);
            Gauge.builder("outreach.provider.in_flight", calls, AtomicInteger::get)
                    .tags(tags(gateway.account()))
                    .register(meters);
        }
    }

    /**
     * Makes one call; what comes of it is told after {@link CallLimits#total} at the latest, on another thread. The leave
     * is told once that the call's own thread has ended, or that it will never make the call.
     *
     * @param lastMoment what stands against the call, asked by its own thread before the first byte
     * @param told hears the outcome; as far as this throws, nobody was called and nothing is told
     * @throws IllegalStateException inside a transaction: a slow provider must not hold a connection to the database
     */
    void call(
            Leave leave, OutboundMessage message, Supplier<Optional<NotSent>> lastMoment, Consumer<SendOutcome> told) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("A provider is called inside a transaction");
        }
        var call = new Call(leave, message, lastMoment);
        var start = System.nanoTime();
        var calls = counter(leave.gateway().account());
        var unused = call.end.thenAccept(end -> {
            calls.decrementAndGet();
            measure(leave, end, Duration.ofNanos(System.nanoTime() - start));
            told.accept(end.outcome());
        });
        calls.incrementAndGet();
        try {
            limit(call, threads.submit(call));
        } catch (RejectedExecutionException e) {
            call.giveUp(parked("shutting-down"));
        } catch (RuntimeException | Error e) {
            log.atError().addKeyValue("error", e.getClass().getName()).log("A call could not be handed to a thread");
            call.giveUp(NOT_CALLED);
        }
    }

    private void limit(Call call, Future<?> task) {
        try {
            var limit = clock.schedule(() -> call.tooLong(task), limits.total().toNanos(), TimeUnit.NANOSECONDS);
            call.end.thenRun(() -> limit.cancel(false));
        } catch (RuntimeException | Error e) {
            // Without its limit it might hang for ever.
            call.tooLong(task);
        }
    }

    /** What fails here must not keep the outcome from being told. */
    private void measure(Leave leave, End end, Duration took) {
        try {
            if (end.called()) {
                leave.used(took, end.outcome());
                timer(leave.gateway().account(), end.outcome()).record(took);
            } else {
                leave.uncalled();
            }
        } catch (RuntimeException e) {
            log.atError().addKeyValue("error", e.getClass().getName()).log("A call was not measured");
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

    /** A step of the job's trace: what the provider reports later is another. */
    private SendOutcome answer(ChannelGateway gateway, OutboundMessage message) {
        try (var _ = trace.continuing(
                trace.ofJob(message.jobId()), "provider " + gateway.account().label())) {
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

    private static NotSent parked(String code) {
        return NotSent.refused(FailureClass.PARKED, code);
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

    /** What came of it, and whether the provider was called at all. */
    private record End(SendOutcome outcome, boolean called) {}

    /** One call. Whoever takes it first, its own thread or who gives it up, also ends its leave. */
    private final class Call implements Runnable {

        private final CompletableFuture<End> end = new CompletableFuture<>();
        private final AtomicBoolean taken = new AtomicBoolean();
        private final CallHandle handle = new CallHandle();
        private final Leave leave;
        private final OutboundMessage message;
        private final Supplier<Optional<NotSent>> lastMoment;

        private Call(Leave leave, OutboundMessage message, Supplier<Optional<NotSent>> lastMoment) {
            this.leave = leave;
            this.message = message;
            this.lastMoment = lastMoment;
        }

        @Override
        public void run() {
            if (!taken.compareAndSet(false, true)) {
                return;
            }
            try {
                end.complete(lastMoment
                        .get()
                        .map(objection -> new End(objection, false))
                        .orElseGet(() -> new End(handle.during(() -> answer(leave.gateway(), message)), true)));
            } finally {
                leave.over();
            }
        }

        /** Nobody will be called, unless its thread has begun. */
        private boolean giveUp(NotSent reason) {
            if (!taken.compareAndSet(false, true)) {
                return false;
            }
            try {
                end.complete(new End(reason, false));
            } finally {
                leave.over();
            }
            return true;
        }

        private void tooLong(Future<?> task) {
            if (!giveUp(parked("worker-stalled")) && end.complete(new End(new Unknown("timeout"), true))) {
                task.cancel(true);
                handle.hangUp();
            }
        }
    }
}
