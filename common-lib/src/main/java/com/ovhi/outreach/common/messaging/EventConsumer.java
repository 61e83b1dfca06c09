package com.ovhi.outreach.common.messaging;

import com.ovhi.outreach.common.inbox.Inbox;
import com.ovhi.outreach.common.messaging.EventHandler.Alone;
import com.ovhi.outreach.common.messaging.EventHandler.Batch;
import com.ovhi.outreach.common.messaging.EventHandler.Shared;
import com.ovhi.outreach.common.messaging.EventHandler.Together;
import com.ovhi.outreach.common.observability.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.messaging.Message;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes records of one binding, finds the handler of their type and calls it once per event. Types without a handler
 * are somebody else's and are passed over. Thread-safe.
 */
final class EventConsumer {

    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);

    private final String name;
    private final Map<String, EventHandler> handlers;
    private final Inbox inbox;
    private final TransactionOperations transactions;
    private final TraceContext trace;
    private final MeterRegistry meters;
    private final Map<Measured, Timer> timers = new ConcurrentHashMap<>();

    EventConsumer(
            String name,
            Map<String, EventHandler> handlers,
            Inbox inbox,
            TransactionOperations transactions,
            TraceContext trace,
            MeterRegistry meters) {
        this.name = name;
        this.handlers = Map.copyOf(handlers);
        this.inbox = inbox;
        this.transactions = transactions;
        this.trace = trace;
        this.meters = meters;
    }

    /** Handles one record in the trace that the listener has opened for it. */
    void accept(Message<byte[]> message) {
        select(((Message<?>) message).getPayload(), message.getHeaders())
                .ifPresent(selected -> named(selected.event(), () -> handle(selected)));
    }

    /** An event with its handler; empty when it is somebody else's. A tombstone arrives as a payload of another type. */
    Optional<Selected> select(@Nullable Object payload, Map<String, Object> headers) {
        if (!(payload instanceof byte[] bytes)) {
            return Optional.empty();
        }
        return Optional.ofNullable(handlers.get(EventHeaders.type(headers)))
                .map(handler -> new Selected(new Received(bytes, EventHeaders.read(headers)), handler));
    }

    /** Handles one event in the trace that sent it. */
    void handleTraced(Selected selected) {
        traced(selected.event(), () -> handle(selected));
    }

    private void handle(Selected selected) {
        var event = selected.event();
        timed(List.of(event), () -> {
            switch (selected.handler()) {
                case Alone alone -> alone.handle(event);
                case Shared shared -> once(shared, event);
                case Batch batch -> batch.handle(List.of(event));
                case Together together -> run(together, List.of(event));
            }
        });
    }

    private void once(Shared shared, Received event) {
        var effect = shared.prepare(event);
        if (effect != null) {
            transactions.executeWithoutResult(status -> {
                if (inbox.firstTime(name, event.headers().id())) {
                    effect.run();
                }
            });
        }
    }

    /** Hands neighbours over as one. */
    void handle(Together together, List<Received> events) {
        timed(events, () -> run(together, events));
    }

    private void run(Together together, List<Received> events) {
        var effect = together.prepare(events);
        if (effect != null) {
            transactions.executeWithoutResult(status -> effect.run());
        }
    }

    /** Hands neighbours over as one, outside any transaction. */
    void handleBatch(Batch batch, List<Received> events) {
        timed(events, () -> batch.handle(events));
    }

    /** Handles neighbours in one transaction; what was handled before is passed over. */
    void handleShared(List<Selected> group) {
        var effects = group.stream()
                .map(EventConsumer::prepared)
                .filter(Objects::nonNull)
                .toList();
        if (effects.isEmpty()) {
            return;
        }
        var events = effects.stream().map(Prepared::event).toList();
        timed(
                events,
                () -> transactions.executeWithoutResult(status -> {
                    var fresh = inbox.firstTimes(
                            name,
                            events.stream().map(each -> each.headers().id()).toList());
                    effects.stream()
                            .filter(each -> fresh.remove(each.event().headers().id()))
                            .forEach(each -> traced(each.event(), each.effect()));
                }));
    }

    private static @Nullable Prepared prepared(Selected selected) {
        var effect = ((Shared) selected.handler()).prepare(selected.event());
        return effect == null ? null : new Prepared(selected.event(), effect);
    }

    private void traced(Received event, Runnable work) {
        var headers = event.headers();
        try (var _ = trace.continuing(headers.traceparent(), headers.type())) {
            named(event, work);
        }
    }

    /** Log lines say which event they are about. */
    private static void named(Received event, Runnable work) {
        try (var _ = MDC.putCloseable("event_id", event.headers().id());
                var _ = MDC.putCloseable("event_type", event.headers().type())) {
            work.run();
        }
    }

    /**
     * Events that are handled together take an equal share of the time each. When they fail together they are handled
     * again, fewer at a time, and only then is known what becomes of each.
     */
    private void timed(List<Received> events, Runnable work) {
        var begin = System.nanoTime();
        var outcome = "failed";
        try {
            work.run();
            outcome = "handled";
        } catch (RuntimeException e) {
            log.atDebug().addKeyValue("error", e.getClass().getSimpleName()).log("Event not handled");
            throw e;
        } finally {
            if (events.size() == 1 || outcome.equals("handled")) {
                record(events, outcome, (System.nanoTime() - begin) / events.size());
            }
        }
    }

    private void record(List<Received> events, String outcome, long nanos) {
        for (var each : events) {
            timers.computeIfAbsent(new Measured(each.headers().type(), outcome), this::timer)
                    .record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(Measured measured) {
        return meters.timer(
                "outreach.event.handled", "consumer", name, "type", measured.type(), "outcome", measured.outcome());
    }

    /** What is measured apart from the rest; few, for only types with a handler are handled. */
    private record Measured(String type, String outcome) {}

    /** An event and who handles it. */
    record Selected(Received event, EventHandler handler) {}

    private record Prepared(Received event, Runnable effect) {}
}
