package com.ovhi.outreach.common.messaging;

import com.ovhi.outreach.common.messaging.EventConsumer.Selected;
import com.ovhi.outreach.common.messaging.EventHandler.Alone;
import com.ovhi.outreach.common.messaging.EventHandler.Batch;
import com.ovhi.outreach.common.messaging.EventHandler.Shared;
import com.ovhi.outreach.common.messaging.EventHandler.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/**
 * Handles the records of one poll in their order, neighbours in one transaction: a commit for many events instead of one
 * for each. When a group fails it is rolled back and handled in parts, as many as each has members, and the events of a part that
 * fails as well one by one. So a record that cannot be handled stops nobody but those behind it, the listener learns which one
 * it was, and a thousand neighbours cost some sixty transactions instead of a thousand. Thread-safe.
 */
final class EventBatches implements Consumer<Message<List<byte[]>>> {

    private static final Logger log = LoggerFactory.getLogger(EventBatches.class);

    private final EventConsumer consumer;

    EventBatches(EventConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public void accept(Message<List<byte[]>> batch) {
        var payloads = (List<?>) batch.getPayload();
        var headers = headers(batch);
        var group = new Group();
        for (var i = 0; i < payloads.size(); i++) {
            var selected = select(payloads.get(i), headers.get(i), i, group);
            if (selected != null) {
                take(selected, i, group);
            }
        }
        flush(group);
    }

    @SuppressWarnings("unchecked") // so says the batch listener's documentation
    private static List<Map<String, Object>> headers(Message<?> batch) {
        return (List<Map<String, Object>>)
                Objects.requireNonNull(batch.getHeaders().get(KafkaHeaders.BATCH_CONVERTED_HEADERS));
    }

    private @Nullable Selected select(@Nullable Object payload, Map<String, Object> headers, int index, Group before) {
        try {
            return consumer.select(payload, headers).orElse(null);
        } catch (RuntimeException | Error e) {
            flush(before);
            throw failed(index, e);
        }
    }

    private void take(Selected selected, int index, Group group) {
        if (!group.admits(selected)) {
            flush(group);
        }
        group.add(selected, index);
        if (selected.handler() instanceof Alone) {
            flush(group);
        }
    }

    private void flush(Group group) {
        var members = List.copyOf(group.members);
        var indexes = List.copyOf(group.indexes);
        group.clear();
        handle(members, indexes, (int) Math.sqrt(members.size()));
    }

    /** @param part how many are handled together when all of them are not */
    private void handle(List<Selected> members, List<Integer> indexes, int part) {
        if (members.size() > 1) {
            if (!handledTogether(members)) {
                for (var start = 0; start < members.size(); start += part) {
                    var end = Math.min(start + part, members.size());
                    handle(members.subList(start, end), indexes.subList(start, end), 1);
                }
            }
        } else if (!members.isEmpty()) {
            try {
                consumer.handleTraced(members.getFirst());
            } catch (RuntimeException | Error e) {
                throw failed(indexes.getFirst(), e);
            }
        }
    }

    private boolean handledTogether(List<Selected> members) {
        try {
            switch (members.getFirst().handler()) {
                case Together together -> consumer.handle(together, events(members));
                case Batch batch -> consumer.handleBatch(batch, events(members));
                case Alone _, Shared _ -> consumer.handleShared(members);
            }
            return true;
        } catch (RuntimeException | Error e) {
            log.atDebug()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("Events are handled in parts or one by one, for one of them failed");
            return false;
        }
    }

    private static List<Received> events(List<Selected> members) {
        return members.stream().map(Selected::event).toList();
    }

    private static BatchListenerFailedException failed(int index, Throwable failure) {
        return new BatchListenerFailedException("A record of a batch was not handled", failure, index);
    }

    /** Neighbours that may share a transaction, and their places in the batch. */
    private static final class Group {

        private final List<Selected> members = new ArrayList<>();
        private final List<Integer> indexes = new ArrayList<>();

        boolean admits(Selected next) {
            return members.isEmpty()
                    || switch (members.getFirst().handler()) {
                        case Alone _ -> false;
                        case Shared _ -> next.handler() instanceof Shared;
                        case Batch batch -> next.handler() == batch;
                        case Together together -> next.handler() == together;
                    };
        }

        void add(Selected next, int index) {
            members.add(next);
            indexes.add(index);
        }

        void clear() {
            members.clear();
            indexes.clear();
        }
    }
}
