package com.ovhi.outreach.channel.permission;

import com.ovhi.outreach.common.contract.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/** How far the projection of permissions and withdrawals is behind what was said of them. Thread-safe. */
@Component
public class ProjectionLag implements DisposableBean {

    /** The projection itself, as in the service's settings. */
    static final Reader PROJECTION =
            new Reader("channel-workers.permission", List.of(Topics.PREFERENCE, Topics.SUPPRESSION, Topics.SCHEDULE));

    /** Through whose hands an opt-out goes: what a patient writes is understood, decided upon and projected. */
    static final List<Reader> WAY = List.of(
            new Reader("reply-parser-service.inbound", List.of(Topics.INBOUND)),
            new Reader("preference-service.replies", List.of(Topics.REPLY)),
            PROJECTION);

    private static final int PATIENCE_SECONDS = 10;

    /** The projection commits its offsets twice a second. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final Duration END = Duration.ofSeconds(2);

    private final KafkaAdmin kafka;
    private @Nullable Admin client;

    ProjectionLag(KafkaAdmin kafka) {
        this.kafka = kafka;
    }

    /**
     * What is there to be read now: the end of every partition that is not empty.
     *
     * @throws KafkaSilent when Kafka does not answer
     */
    public Map<TopicPartition, Long> ends() {
        return ends(PROJECTION);
    }

    /** The same of another reader; in a topic that nobody has made yet there is nothing. */
    Map<TopicPartition, Long> ends(Reader reader) {
        return ask(admin -> {
            var topics = topics(admin, reader);
            if (topics.isEmpty()) {
                return Map.of();
            }
            var partitions = answer(admin.describeTopics(topics).allTopicNames()).values().stream()
                    .flatMap(topic ->
                            topic.partitions().stream().map(each -> new TopicPartition(topic.name(), each.partition())))
                    .toList();
            var first = offsets(admin, partitions, OffsetSpec.earliest());
            var ends = offsets(admin, partitions, OffsetSpec.latest());
            ends.entrySet().removeIf(end -> end.getValue().equals(first.get(end.getKey())));
            return ends;
        });
    }

    private static List<String> topics(Admin admin, Reader reader) {
        if (reader.equals(PROJECTION)) {
            return reader.topics();
        }
        var made = answer(admin.listTopics().names());
        return reader.topics().stream().filter(made::contains).toList();
    }

    /**
     * Whether all of it has been projected.
     *
     * @throws KafkaSilent when Kafka does not answer
     */
    public boolean reached(Map<TopicPartition, Long> ends) {
        return reached(PROJECTION, ends);
    }

    /**
     * Whether another reader has read all of it. Of one that has never read anything there is nothing to be waited for: its
     * service is not part of this installation.
     *
     * @throws KafkaSilent when Kafka does not answer
     */
    boolean reached(Reader reader, Map<TopicPartition, Long> ends) {
        var done = offsets(reader);
        return done.isEmpty() && !reader.equals(PROJECTION) || reached(ends, done);
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(Reader reader) {
        return ask(
                admin -> answer(admin.listConsumerGroupOffsets(reader.group()).partitionsToOffsetAndMetadata()));
    }

    private static boolean reached(Map<TopicPartition, Long> ends, Map<TopicPartition, OffsetAndMetadata> done) {
        return ends.entrySet().stream().allMatch(end -> {
            var offset = done.get(end.getKey());
            return offset != null && offset.offset() >= end.getValue();
        });
    }

    /**
     * Waits until what is there to be read now has been projected, at most so long in real time. What is published from
     * now on is not waited for: there is always more of it.
     *
     * @return whether it has been
     * @throws KafkaSilent when Kafka does not answer
     */
    public boolean caughtUp(Duration patience) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        var ends = ends();
        while (!reached(ends)) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(PAUSE);
        }
        return true;
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec spec) {
        var asked = partitions.stream().collect(Collectors.toMap(Function.identity(), each -> spec));
        var offsets = new HashMap<TopicPartition, Long>();
        answer(admin.listOffsets(asked).all()).forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** Connections are kept: answers ask several times a second. */
    private <T> T ask(Function<Admin, T> question) {
        return question.apply(client());
    }

    private synchronized Admin client() {
        if (client == null) {
            client = Admin.create(kafka.getConfigurationProperties());
        }
        return client;
    }

    @Override
    public synchronized void destroy() {
        if (client != null) {
            client.close(END);
            client = null;
        }
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaSilent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaSilent(e);
        }
    }

    /** A consumer group and what it reads. */
    record Reader(String group, List<String> topics) {}

    /** Kafka did not answer. */
    public static final class KafkaSilent extends RuntimeException {

        private static final long serialVersionUID = 1L;

        KafkaSilent(Exception cause) {
            super(cause);
        }
    }
}
