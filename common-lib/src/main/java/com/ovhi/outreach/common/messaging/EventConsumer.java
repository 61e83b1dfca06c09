package com.ovhi.outreach.common.messaging;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.EventType;
import com.ovhi.outreach.common.inbox.Inbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.messaging.Message;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.JacksonException;

/**
 * Takes records of one binding, finds the handler of their type and calls it once per event. Types without a handler
 * are somebody else's and are passed over. Thread-safe.
 */
public final class EventConsumer implements Consumer<Message<byte[]>> {

    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);

    private final String name;
    private final MeterRegistry meters;
    private final Map<String, Handler> handlers;

    private EventConsumer(Builder builder) {
        name = builder.name;
        meters = builder.meters;
        handlers = Map.copyOf(builder.handlers);
    }

    @Override
    public void accept(Message<byte[]> message) {
        // A tombstone arrives as a payload of another type.
        if (!(((Message<?>) message).getPayload() instanceof byte[] payload)) {
            return;
        }
        var event = EventHeaders.read(message.getHeaders());
        var handler = handlers.get(event.type());
        if (handler == null) {
            return;
        }
        try (var _ = MDC.putCloseable("event_id", event.id());
                var _ = MDC.putCloseable("event_type", event.type())) {
            timed(event, () -> handler.handle(payload, event));
        }
    }

    private void timed(EventHeaders event, Runnable work) {
        var sample = Timer.start(meters);
        var outcome = "failed";
        try {
            work.run();
            outcome = "handled";
        } catch (RuntimeException e) {
            log.atDebug().addKeyValue("error", e.getClass().getSimpleName()).log("Event not handled");
            throw e;
        } finally {
            sample.stop(
                    meters.timer("outreach.event.handled", "consumer", name, "type", event.type(), "outcome", outcome));
        }
    }

    private interface Handler {
        void handle(byte[] payload, EventHeaders event);
    }

    private static <T> T decode(byte[] payload, Class<T> type) {
        try {
            return ContractJson.read(payload, type);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new PoisonRecord("unreadable-" + EventType.of(type).replace('.', '-'));
        }
    }

    /** Collects the handlers of a consumer; one per event type. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final Inbox inbox;
        private final TransactionOperations transactions;
        private final MeterRegistry meters;
        private final Map<String, Handler> handlers = new HashMap<>();

        Builder(String name, Inbox inbox, TransactionOperations transactions, MeterRegistry meters) {
            this.name = name;
            this.inbox = inbox;
            this.transactions = transactions;
            this.meters = meters;
        }

        /** Handles a suite event in one transaction with the inbox; no network calls inside. */
        public <T> Builder on(Class<T> contract, BiConsumer<T, EventHeaders> handler) {
            return on(EventType.of(contract), contract, handler);
        }

        /** Handles those suite events that matter; the others cost no transaction and leave no trace in the inbox. */
        public <T> Builder on(Class<T> contract, Predicate<T> matters, BiConsumer<T, EventHeaders> handler) {
            return add(EventType.of(contract), (payload, event) -> {
                var decoded = decode(payload, contract);
                if (matters.test(decoded)) {
                    once(event, () -> handler.accept(decoded, event));
                }
            });
        }

        /** Handles an event whose type is not named after its contract. */
        public <T> Builder on(String type, Class<T> contract, BiConsumer<T, EventHeaders> handler) {
            return add(type, (payload, event) -> {
                var decoded = decode(payload, contract);
                once(event, () -> handler.accept(decoded, event));
            });
        }

        /**
         * Handles an event in two steps: the first may call other services and runs outside any transaction; what it
         * returns runs in one transaction with the inbox. The first step may be repeated, the second takes effect once.
         */
        public <T> Builder onPrepared(Class<T> contract, BiFunction<T, EventHeaders, Runnable> handler) {
            return add(EventType.of(contract), (payload, event) -> {
                if (!inbox.has(name, event.id())) {
                    var effect = handler.apply(decode(payload, contract), event);
                    once(event, effect);
                }
            });
        }

        /** Hands over every delivery of an event; the handler itself makes sure that repetition does no harm. */
        public <T> Builder onEvery(Class<T> contract, BiConsumer<T, EventHeaders> handler) {
            return add(EventType.of(contract), (payload, event) -> handler.accept(decode(payload, contract), event));
        }

        private void once(EventHeaders event, Runnable effect) {
            transactions.executeWithoutResult(status -> {
                if (inbox.firstTime(name, event.id())) {
                    effect.run();
                }
            });
        }

        private Builder add(String type, Handler handler) {
            if (handlers.put(type, handler) != null) {
                throw new IllegalStateException("Two handlers for " + type + " in consumer " + name);
            }
            return this;
        }

        /** The function to bind to topics. */
        public Consumer<Message<byte[]>> build() {
            return new EventConsumer(this);
        }
    }
}
