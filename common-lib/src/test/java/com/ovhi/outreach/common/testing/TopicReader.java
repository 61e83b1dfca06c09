package com.ovhi.outreach.common.testing;

import com.ovhi.outreach.common.testing.TestKafka.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads topics to their ends and remembers what it has read, so that a second look costs only what is new.
 * A consumer made for each look would wait for its last fetch, half a second, before it is closed. Thread-safe.
 */
final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Duration patience;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, List<Received>> read = new HashMap<>();
    private final Map<String, List<TopicPartition>> followed = new HashMap<>();

    TopicReader(String bootstrapServers, Duration patience) {
        this.patience = patience;
        consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        // A topic looked at for the first time waits for the fetch of the others to come back.
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        10),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Everything a topic has held until now, oldest first per partition; empty when the topic does not exist. */
    synchronized List<Received> read(String topic) {
        if (!followed.containsKey(topic)) {
            follow(topic);
        }
        var partitions = followed.getOrDefault(topic, List.of());
        var ends = consumer.endOffsets(partitions);
        var deadline = System.nanoTime() + patience.toNanos();
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The topic " + topic + " cannot be read to its end");
            }
            consumer.poll(POLL).forEach(this::remember);
        }
        return List.copyOf(read.getOrDefault(topic, List.of()));
    }

    private void follow(String topic) {
        var partitions = consumer.listTopics(patience).getOrDefault(topic, List.of()).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        if (!partitions.isEmpty()) {
            followed.put(topic, partitions);
            consumer.assign(followed.values().stream().flatMap(List::stream).toList());
        }
    }

    private void remember(ConsumerRecord<String, byte[]> event) {
        read.computeIfAbsent(event.topic(), _ -> new ArrayList<>())
                .add(new Received(
                        event.key(), TestKafka.header(event.headers(), "ce_type"), event.value(), event.headers()));
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }
}
