package com.ovhi.outreach.local.play;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.local.check.evidence.FeedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes events as OVHI core does, and does not give up while Kafka is away. Not thread-safe. */
final class FeedPublisher implements AutoCloseable {

    private static final String SOURCE = "ovhi-core";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final KafkaProducer<String, byte[]> producer;
    private final Runnable whenLate;

    /** @param whenLate called each time Kafka has let the player wait for {@link #PATIENCE} */
    FeedPublisher(String servers, Runnable whenLate) {
        this.whenLate = whenLate;
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        2,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        2_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        600_000,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "ovhi-core-player"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Publishes some events and returns when Kafka has all of them; those it did not take are sent again. */
    void publish(List<FeedEvent> events) throws InterruptedException {
        var left = events;
        while (!left.isEmpty()) {
            left = send(left);
            if (!left.isEmpty()) {
                whenLate.run();
                Thread.sleep(Duration.ofMillis(500));
            }
        }
    }

    /** The events from the first one on that Kafka did not take. */
    private List<FeedEvent> send(List<FeedEvent> events) throws InterruptedException {
        var acknowledged = 0;
        try {
            var futures = events.stream()
                    .<Future<?>>map(event -> producer.send(record(event)))
                    .toList();
            for (var future : futures) {
                await(future);
                acknowledged++;
            }
        } catch (ExecutionException | KafkaException e) {
            return events.subList(acknowledged, events.size());
        }
        return List.of();
    }

    private void await(Future<?> future) throws InterruptedException, ExecutionException {
        while (true) {
            try {
                future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                whenLate.run();
            }
        }
    }

    static ProducerRecord<String, byte[]> record(FeedEvent event) {
        var message = new ProducerRecord<String, byte[]>(
                event.topic(), event.key(), ContractJson.mapper().writeValueAsBytes(event.data()));
        EventHeaders.write(message.headers(), new EventHeaders(event.id(), event.type(), SOURCE, event.time(), null));
        return message;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
