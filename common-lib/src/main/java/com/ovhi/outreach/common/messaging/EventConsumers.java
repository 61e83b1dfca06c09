package com.ovhi.outreach.common.messaging;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.EventType;
import com.ovhi.outreach.common.contract.RequiredFields;
import com.ovhi.outreach.common.inbox.Inbox;
import com.ovhi.outreach.common.messaging.EventHandler.Alone;
import com.ovhi.outreach.common.messaging.EventHandler.Batch;
import com.ovhi.outreach.common.messaging.EventHandler.Shared;
import com.ovhi.outreach.common.messaging.EventHandler.Together;
import com.ovhi.outreach.common.observability.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.JacksonException;

/** Where consumers of events are built. */
public final class EventConsumers {

    private final Inbox inbox;
    private final TransactionOperations transactions;
    private final TraceContext trace;
    private final MeterRegistry meters;

    EventConsumers(Inbox inbox, TransactionOperations transactions, TraceContext trace, MeterRegistry meters) {
        this.inbox = inbox;
        this.transactions = transactions;
        this.trace = trace;
        this.meters = meters;
    }

    /**
     * Starts a consumer.
     *
     * @param name unique within the service and never changed: under it the inbox remembers what was handled
     */
    public Builder named(String name) {
        return new Builder(name);
    }

    private static <T> T decode(Received event, Class<T> type) {
        try {
            return complete(ContractJson.read(event.payload(), type), type);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new PoisonRecord("unreadable-" + EventType.of(type).replace('.', '-'));
        }
    }

    /** What lacks a field it must have can never be handled; the JSON text {@code null} lacks all of them. */
    private static <T> T complete(@Nullable T contract, Class<T> type) {
        if (contract == null || RequiredFields.missing(contract).isPresent()) {
            throw new PoisonRecord("incomplete-" + EventType.of(type).replace('.', '-'));
        }
        return contract;
    }

    /** Collects the handlers of a consumer; one per event type. Not thread-safe. */
    public final class Builder {

        private final String name;
        private final Map<String, EventHandler> handlers = new HashMap<>();

        private Builder(String name) {
            this.name = name;
        }

        /** Handles a suite event in one transaction with the inbox; no network calls inside. */
        public <T> Builder on(Class<T> contract, BiConsumer<T, EventHeaders> handler) {
            return on(EventType.of(contract), contract, handler);
        }

        /** Handles those suite events that matter; the others cost no transaction and leave no trace in the inbox. */
        public <T> Builder on(Class<T> contract, Predicate<T> matters, BiConsumer<T, EventHeaders> handler) {
            return on(EventType.of(contract), contract, matters, handler);
        }

        /** Handles an event whose type is not named after its contract. */
        public <T> Builder on(String type, Class<T> contract, BiConsumer<T, EventHeaders> handler) {
            return on(type, contract, _ -> true, handler);
        }

        private <T> Builder on(
                String type, Class<T> contract, Predicate<T> matters, BiConsumer<T, EventHeaders> handler) {
            return add(type, (Shared) event -> {
                var decoded = decode(event, contract);
                return matters.test(decoded) ? () -> handler.accept(decoded, event.headers()) : null;
            });
        }

        /**
         * Handles events that arrived together in two steps: the handler runs outside any transaction, may call other services,
         * and is given those that were not handled before, in their order; through {@link Once} each of them takes effect
         * once, with others or by itself. When it fails, it is given fewer, and at last each of them alone. What they bring about is in the trace of the first.
         */
        public <T> Builder onPreparedTogether(Class<T> contract, BiConsumer<List<Event<T>>, Once> handler) {
            return add(EventType.of(contract), (Batch) events -> prepare(decodeAll(fresh(events), contract), handler));
        }

        private <T> void prepare(List<Event<T>> fresh, BiConsumer<List<Event<T>>, Once> handler) {
            inTheTraceOfTheFirst(fresh, () -> handler.accept(fresh, this::once));
        }

        /** Those that were not handled before, each of them once. */
        private List<Received> fresh(List<Received> events) {
            var handled = inbox.handled(
                    name, events.stream().map(each -> each.headers().id()).toList());
            return events.stream()
                    .filter(each -> handled.add(each.headers().id()))
                    .toList();
        }

        private void once(List<? extends Event<?>> events, Runnable effect) {
            var ids = ids(events);
            transactions.executeWithoutResult(status -> {
                if (inbox.firstTimes(name, ids).size() == ids.size()) {
                    effect.run();
                } else if (ids.size() > 1) {
                    throw new IllegalStateException("Another instance has handled one of these events meanwhile");
                }
            });
        }

        /**
         * Hands over those events that matter and were not handled before: what arrived together in one list, in its order, and in
         * one transaction with the inbox. When that fails, fewer, and at last each of them alone. The others cost no transaction and leave no trace in
         * the inbox. What they bring about is in the trace of the first.
         */
        public <T> Builder onceTogether(Class<T> contract, Predicate<T> matters, Consumer<List<Event<T>>> handler) {
            return onTogether(contract, matters, events -> {
                var first = inbox.firstTimes(name, ids(events));
                var fresh = events.stream()
                        .filter(each -> first.remove(each.headers().id()))
                        .toList();
                inTheTraceOfTheFirst(fresh, () -> handler.accept(fresh));
            });
        }

        private void inTheTraceOfTheFirst(List<? extends Event<?>> events, Runnable work) {
            if (!events.isEmpty()) {
                var first = events.getFirst().headers();
                try (var _ = trace.continuing(first.traceparent(), first.type())) {
                    work.run();
                }
            }
        }

        private static List<String> ids(List<? extends Event<?>> events) {
            return events.stream().map(each -> each.headers().id()).toList();
        }

        /** Hands over every delivery of an event; the handler itself makes sure that repetition does no harm. */
        public <T> Builder onEvery(Class<T> contract, BiConsumer<T, EventHeaders> handler) {
            return add(
                    EventType.of(contract), (Alone) event -> handler.accept(decode(event, contract), event.headers()));
        }

        /**
         * Hands over every delivery of events, those that arrived together in one list and one transaction, in their
         * order; the handler itself makes sure that repetition does no harm.
         */
        public <T> Builder onTogether(Class<T> contract, Consumer<List<Event<T>>> handler) {
            return onTogether(EventType.of(contract), contract, _ -> true, handler);
        }

        /** Like {@link #onTogether(Class, Consumer)} for those events that matter; the others cost no transaction. */
        public <T> Builder onTogether(Class<T> contract, Predicate<T> matters, Consumer<List<Event<T>>> handler) {
            return onTogether(EventType.of(contract), contract, matters, handler);
        }

        /** Like {@link #onTogether(Class, Consumer)} for an event whose type is not named after its contract. */
        public <T> Builder onTogether(String type, Class<T> contract, Consumer<List<Event<T>>> handler) {
            return onTogether(type, contract, _ -> true, handler);
        }

        private <T> Builder onTogether(
                String type, Class<T> contract, Predicate<T> matters, Consumer<List<Event<T>>> handler) {
            return add(type, (Together) events -> {
                var mattering = mattering(events, contract, matters);
                return mattering.isEmpty() ? null : () -> handler.accept(mattering);
            });
        }

        /**
         * Hands over every delivery of events, those that arrived together in one list, outside any transaction; when that
         * fails, fewer, and at last each of them alone. The handler itself makes sure that repetition does no harm.
         */
        public <T> Builder onBatch(Class<T> contract, Consumer<List<T>> handler) {
            return add(EventType.of(contract), (Batch) events -> handler.accept(
                    decodeAll(events, contract).stream().map(Event::content).toList()));
        }

        private static <T> List<Event<T>> mattering(List<Received> events, Class<T> contract, Predicate<T> matters) {
            return decodeAll(events, contract).stream()
                    .filter(each -> matters.test(each.content()))
                    .toList();
        }

        private static <T> List<Event<T>> decodeAll(List<Received> events, Class<T> contract) {
            return events.stream()
                    .map(each -> new Event<>(decode(each, contract), each.headers()))
                    .toList();
        }

        private Builder add(String type, EventHandler handler) {
            if (handlers.put(type, handler) != null) {
                throw new IllegalStateException("Two handlers for " + type + " in consumer " + name);
            }
            return this;
        }

        /** The function to bind to topics; it takes what was polled together, and commits it together where it may. */
        public Consumer<Message<List<byte[]>>> build() {
            return new EventBatches(consumer());
        }

        /** The function to bind to topics (with {@code batch-mode} off) whose records must be committed one by one. */
        public Consumer<Message<byte[]>> buildSingle() {
            return consumer()::accept;
        }

        private EventConsumer consumer() {
            return new EventConsumer(name, handlers, inbox, transactions, trace, meters);
        }
    }

    /** Lets what events bring about happen once. */
    @FunctionalInterface
    public interface Once {

        /**
         * Runs the effect of events in one transaction with the inbox; does nothing for one that was handled meanwhile.
         *
         * @throws IllegalStateException when one of several was handled meanwhile; nothing has happened then
         */
        void run(List<? extends Event<?>> events, Runnable effect);
    }

    /** An event and what its headers say. */
    public record Event<T>(T content, EventHeaders headers) {}
}
