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
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Speaks Kafka for a test: publishes events as the suite does and looks at what was published. */
public final class TestKafka implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KafkaProducer<String, byte[]> producer;
    private final TopicReader reader;

    /** @param bootstrapServers of a broker that is not the test run's */
    public TestKafka(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.LINGER_MS_CONFIG, 0),
                new StringSerializer(),
                new ByteArraySerializer());
        reader = new TopicReader(bootstrapServers, PATIENCE);
    }

    /** Publishes a contract of the suite and returns its event id. */
    public String publish(String topic, String key, Object contract) {
        return publish(topic, key, EventType.of(contract.getClass()), contract);
    }

    /** Publishes an event under a type name of its own and returns its event id. */
    public String publish(String topic, String key, String type, Object contract) {
        var event = headers(type);
        publish(topic, key, event, contract);
        return event.id();
    }

    /** Publishes an event with all its attributes; a {@code String} or {@code byte[]} is sent as it is. */
    public void publish(String topic, String key, EventHeaders event, Object body) {
        send(record(topic, key, event, body));
    }

    /** Publishes contracts by their keys, none of which waits until another one has arrived. */
    public void publishTogether(String topic, List<Map.Entry<String, Object>> contracts) {
        contracts.stream()
                .map(each -> producer.send(record(
                        topic,
                        each.getKey(),
                        headers(EventType.of(each.getValue().getClass())),
                        each.getValue())))
                .toList()
                .forEach(TestKafka::await);
    }

    private static EventHeaders headers(String type) {
        return new EventHeaders(UUID.randomUUID().toString(), type, "test", SettableClock.START, null);
    }

    private static ProducerRecord<String, byte[]> record(String topic, String key, EventHeaders event, Object body) {
        var bytes = switch (body) {
            case byte[] raw -> raw;
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            default -> ContractJson.write(body);
        };
        var record = new ProducerRecord<>(topic, key, bytes);
        EventHeaders.write(record.headers(), event);
        return record;
    }

    /** Publishes anything at all, such as what no consumer can read. */
    public void send(ProducerRecord<String, byte[]> record) {
        await(producer.send(record));
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not take a test event", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Everything a topic has held until now, oldest first per partition; empty when the topic does not exist. */
    public List<Received> records(String topic) {
        return reader.read(topic);
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
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            found.clear();
            events(topic, contract).stream().filter(fits).forEach(found::add);
            assertThat(found).as("events on %s that fit", topic).isNotEmpty();
        });
        return found.getFirst();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        reader.close();
    }

    /** The text of a header, or null. */
    static @Nullable String header(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** One record as it lies on the topic; the value is null for a tombstone. Thread-safe. */
    public static final class Received {

        private final @Nullable String key;
        private final @Nullable String type;
        private final byte @Nullable [] value;
        private final Headers headers;
        private volatile @Nullable Object contract;

        Received(@Nullable String key, @Nullable String type, byte @Nullable [] value, Headers headers) {
            this.key = key;
            this.type = type;
            this.value = value;
            this.headers = headers;
        }

        /** The key, or null. */
        public @Nullable String key() {
            return key;
        }

        /** The event's type, or null when it is no event. */
        public @Nullable String type() {
            return type;
        }

        /** The body, or null. */
        public byte @Nullable [] value() {
            return value;
        }

        /** All headers. */
        public Headers headers() {
            return headers;
        }

        /** Reads the value as a contract; once, since tests look at the same events again and again. */
        public <T> T as(Class<T> contract) {
            if (value == null) {
                throw new IllegalStateException("A tombstone has no value");
            }
            var known = this.contract;
            if (known != null && contract.isInstance(known)) {
                return contract.cast(known);
            }
            var read = ContractJson.read(value, contract);
            this.contract = read;
            return read;
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
