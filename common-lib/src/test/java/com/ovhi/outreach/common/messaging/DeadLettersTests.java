package com.ovhi.outreach.common.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovhi.outreach.common.messaging.BeforeDeadLetter.Unhandled;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;

class DeadLettersTests {

    private static final TopicPartition PARTITION = new TopicPartition("outreach.job.v1", 3);

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<Unhandled> told = new ArrayList<>();
    private final DeadLetters letters =
            new DeadLetters(new KafkaTemplate<>(() -> producer), "preference", new SimpleMeterRegistry(), told::add);

    @Test
    void goOutOnceEvenIfTheServiceDiesRightAfterwards() {
        consumer.assign(Set.of(PARTITION));

        letters.accept(record(), consumer, new PoisonRecord("unreadable"));

        assertThat(producer.history()).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("outreach.job.v1.preference.dlt");
            assertThat(new String(letter.headers().lastHeader("dlt_code").value(), StandardCharsets.UTF_8))
                    .isEqualTo("unreadable");
        });
        assertThat(consumer.committed(Set.of(PARTITION))).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(42)));
        assertThat(told).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo(PARTITION.topic());
            assertThat(record.place()).startsWith("outreach.job.v1-3@41/");
            assertThat(record.key()).isEqualTo("7");
            assertThat(record.payload()).containsExactly('x');
        });
    }

    @Test
    void areNotTakenBackWhenTheOffsetCannotBeCommitted() {
        consumer.assign(Set.of(PARTITION));
        var moved = new MovedAway();

        letters.accept(record(), moved, new PoisonRecord("unreadable"));

        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void leaveTheRecordWhereItIsWhenKafkaDoesNotTakeThem() {
        consumer.assign(Set.of(PARTITION));
        producer.sendException = new org.apache.kafka.common.errors.TimeoutException("no broker");

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> letters.accept(record(), consumer, new PoisonRecord("unreadable")));

        assertThat(consumer.committed(Set.of(PARTITION))).isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> record() {
        return new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), 41, new byte[] {'7'}, new byte[] {'x'});
    }

    /** A consumer whose partitions belong to somebody else now. */
    private static final class MovedAway extends MockConsumer<byte[], byte[]> {

        private MovedAway() {
            super("earliest");
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            throw new CommitFailedException();
        }
    }
}
