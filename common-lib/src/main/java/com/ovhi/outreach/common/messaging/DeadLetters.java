package com.ovhi.outreach.common.messaging;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.messaging.BeforeDeadLetter.Unhandled;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.ConsumerAwareRecordRecoverer;

/**
 * Puts a record that cannot be handled onto {@code <topic>.<group>.dlt}: its own bytes and headers, a reason code and a
 * fingerprint of the failure. Never exception text, which may quote patient data. The offset is committed at once, so that a
 * crash does not write the letter again; what stood before it in its partition has been handled.
 */
final class DeadLetters implements ConsumerAwareRecordRecoverer {

    private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final KafkaOperations<String, byte[]> kafka;
    private final String group;
    private final MeterRegistry meters;
    private final BeforeDeadLetter before;

    DeadLetters(KafkaOperations<String, byte[]> kafka, String group, MeterRegistry meters, BeforeDeadLetter before) {
        this.kafka = kafka;
        this.group = group;
        this.meters = meters;
        this.before = before;
    }

    @Override
    public void accept(ConsumerRecord<?, ?> record, @Nullable Consumer<?, ?> consumer, @Nullable Exception failure) {
        before.unreadable(unhandled(record));
        var cause = Objects.requireNonNullElseGet(failure, IllegalStateException::new);
        var code = FailurePolicy.code(cause);
        var letter = letter(record, code, fingerprint(FailurePolicy.rootOf(cause)));
        try {
            kafka.send(letter).get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not take a dead letter; the record will be tried again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while writing a dead letter");
        }
        meters.counter("outreach.deadletters", "topic", record.topic(), "group", group)
                .increment();
        log.atError()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("code", code)
                .log("Record moved to the dead letters");
        if (consumer != null) {
            commit(record, consumer);
        }
    }

    /** Its time is part of its place: a topic that was made anew counts from nought again. */
    private static Unhandled unhandled(ConsumerRecord<?, ?> record) {
        var place = record.topic() + "-" + record.partition() + "@" + record.offset() + "/" + record.timestamp();
        return new Unhandled(record.topic(), place, key(record), payload(record));
    }

    private static byte @Nullable [] payload(ConsumerRecord<?, ?> record) {
        return record.value() instanceof byte[] bytes ? bytes : null;
    }

    /** When it fails, offsets are committed as ever, a little later. */
    private static void commit(ConsumerRecord<?, ?> record, Consumer<?, ?> consumer) {
        try {
            consumer.commitSync(
                    Map.of(
                            new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1)),
                    COMMIT_PATIENCE);
        } catch (KafkaException e) {
            log.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("The offset behind a dead letter is not committed yet");
        }
    }

    private ProducerRecord<String, byte[]> letter(ConsumerRecord<?, ?> record, String code, String fingerprint) {
        var letter = new ProducerRecord<String, byte[]>(
                Topics.deadLetters(record.topic(), group), null, key(record), payload(record));
        record.headers().forEach(letter.headers()::add);
        put(letter.headers(), "dlt_code", code);
        put(letter.headers(), "dlt_fingerprint", fingerprint);
        put(letter.headers(), "dlt_partition", Integer.toString(record.partition()));
        put(letter.headers(), "dlt_offset", Long.toString(record.offset()));
        return letter;
    }

    private static @Nullable String key(ConsumerRecord<?, ?> record) {
        return record.key() instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : null;
    }

    /** The same number for the same failure at the same place. */
    private static String fingerprint(Throwable root) {
        var hash = root.getClass().getName().hashCode() * 31L;
        for (var frame : root.getStackTrace()) {
            hash = hash * 31
                    + frame.getClassName().hashCode()
                    + frame.getMethodName().hashCode();
        }
        return HexFormat.of().toHexDigits(hash);
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
