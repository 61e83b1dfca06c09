package com.ovhi.outreach.local.load;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.messaging.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Something OVHI core says, made up for a load run. PHI by its form; nobody in it exists. */
record CoreEvent(String topic, String type, String id, Instant time, String key, String json) {

    private static final int WITHIN_MILLIS = 300_000;

    /**
     * Publishes some in their order and returns when Kafka has all of them, however often it is killed meanwhile.
     *
     * @throws IllegalStateException when Kafka has not taken one after five minutes
     */
    static void publish(String kafka, Stream<CoreEvent> events) throws InterruptedException {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka,
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, WITHIN_MILLIS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, WITHIN_MILLIS);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            var sent = events.<Future<RecordMetadata>>map(each -> producer.send(each.message()))
                    .toList();
            for (var each : sent) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not take what OVHI core says", e.getCause());
        }
    }

    private ProducerRecord<String, byte[]> message() {
        var message = new ProducerRecord<>(topic, key, json.getBytes(StandardCharsets.UTF_8));
        EventHeaders.write(message.headers(), new EventHeaders(id, type, "ovhi-core", time, null));
        return message;
    }

    /** Its line in a feed. */
    String line() {
        return ContractJson.writeText(Map.of(
                "topic", topic,
                "type", type,
                "id", id,
                "time", time.toString(),
                "key", key,
                "data", ContractJson.mapper().readTree(json)));
    }

    @Override
    public String toString() {
        return type + " " + id;
    }
}
