package com.ovhi.outreach.common.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.EventType;
import com.ovhi.outreach.common.messaging.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Speaks Kafka for a test: publishes events as the suite does and looks at what was published. */
public final class TestKafka implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;

    /** @param bootstrapServers of a broker that is not the test run's */
    public TestKafka(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Publishes a contract of the suite and returns its event id. */
    public String publish(String topic, String key, Object contract) {
        return publish(topic, key, EventType.of(contract.getClass()), contract);
    }

    /** Publishes an event under a type name of its own and returns its event id. */
    public String publish(String topic, String key, String type, Object contract) {
        var id = UUID.randomUUID().toString();
        publish(topic, key, new EventHeaders(id, type, "test", SettableClock.START, null), contract);
        return id;
    }

    /** Publishes an event with all its attributes; a {@code String} or {@code byte[]} is sent as it is. */
    public void publish(String topic, String key, EventHeaders event, Object body) {
        var bytes = switch (body) {
            case byte[] raw -> raw;
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            default -> ContractJson.write(body);
        };
        var record = new ProducerRecord<>(topic, key, bytes);
        EventHeaders.write(record.headers(), event);
        send(record);
    }

    /** Publishes anything at all, such as what no consumer can read. */
    public void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not take a test event", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Everything a topic holds now, oldest first per partition; empty when the topic does not exist. */
    public List<Received> records(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var topics = consumer.listTopics(PATIENCE);
            var partitions = topics.getOrDefault(topic, List.of()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var received = new ArrayList<Received>();
            while (ends.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(each -> received.add(new Received(
                                each.key(), header(each.headers(), "ce_type"), each.value(), each.headers())));
            }
            return received;
        }
    }

    /** Events of one contract on a topic, read. */
    public <T> List<T> events(String topic, Class<T> contract) {
        return records(topic).stream()
                .filter(each -> EventType.of(contract).equals(each.type()))
                .map(each -> each.as(contract))
                .toList();
    }

    /** Waits until a topic holds an event that fits, and returns the first one. */
    public <T> T await(String topic, Class<T> contract, Predicate<T> fits) {
        var found = new ArrayList<T>();
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            found.clear();
            events(topic, contract).stream().filter(fits).forEach(found::add);
            assertThat(found).as("events on %s that fit", topic).isNotEmpty();
        });
        return found.getFirst();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }

    /** The text of a header, or null. */
    static @Nullable String header(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** One record as it lies on the topic; the value is null for a tombstone. */
    public record Received(@Nullable String key, @Nullable String type, byte @Nullable [] value, Headers headers) {

        /** Reads the value as a contract. */
        public <T> T as(Class<T> contract) {
            if (value == null) {
                throw new IllegalStateException("A tombstone has no value");
            }
            return ContractJson.read(value, contract);
        }

        /** The text of a header, or null. */
        public @Nullable String header(String name) {
            return TestKafka.header(headers, name);
        }

        /** When it happened, as its attribute says. */
        public Instant time() {
            return Instant.parse(String.valueOf(header("ce_time")));
        }
    }
}
