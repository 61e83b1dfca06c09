package com.ovhi.outreach.preference.audit.chain;

import com.ovhi.outreach.common.contract.AuditCheckpointed;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** The checkpoints that left the database, read back from their topic: whoever owns the tables does not own these. */
@Component
class PublishedCheckpoints {

    private static final Logger log = LoggerFactory.getLogger(PublishedCheckpoints.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaProperties kafka;
    private final KafkaConnectionDetails connection;

    PublishedCheckpoints(KafkaProperties kafka, KafkaConnectionDetails connection) {
        this.kafka = kafka;
        this.connection = connection;
    }

    /** The newest checkpoint of a chain. */
    Reading newest(long organization) {
        try (var consumer = new KafkaConsumer<>(config(), new StringDeserializer(), new ByteArrayDeserializer())) {
            return newest(consumer, Checkpoints.key(organization));
        } catch (KafkaException | JacksonException | IllegalArgumentException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Published checkpoints cannot be read");
            return new Reading(false, Optional.empty());
        }
    }

    private static Reading newest(KafkaConsumer<String, byte[]> consumer, String key) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.AUDIT_CHECKPOINT, PATIENCE).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var ends = consumer.endOffsets(partitions, PATIENCE);
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        Checkpoint newest = null;
        while (ends.entrySet().stream()
                .anyMatch(each -> consumer.position(each.getKey(), PATIENCE) < each.getValue())) {
            if (System.nanoTime() > deadline) {
                return new Reading(false, Optional.empty());
            }
            for (var each : consumer.poll(POLL)) {
                newest = newer(newest, each, key);
            }
        }
        return new Reading(true, Optional.ofNullable(newest));
    }

    private static @Nullable Checkpoint newer(
            @Nullable Checkpoint known, ConsumerRecord<String, byte[]> each, String key) {
        if (!key.equals(each.key()) || each.value() == null) {
            return known;
        }
        var checkpoint = Checkpoint.of(ContractJson.read(each.value(), AuditCheckpointed.class));
        return known == null || checkpoint.seq() > known.seq() ? checkpoint : known;
    }

    private HashMap<String, Object> config() {
        var config = new HashMap<>(kafka.buildConsumerProperties());
        config.put(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                connection.getConsumer().getBootstrapServers());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Closing waits for the last fetch, which finds nothing.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return config;
    }

    /** @param read whether the topic answered */
    record Reading(boolean read, Optional<Checkpoint> newest) {}
}
