package com.ovhi.outreach.channel.permission;

import com.ovhi.outreach.common.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
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

    /** Through whose hands opt-outs go before: what patients write is understood and decided upon, what providers report decided upon. */
    private static final List<Reader> BEFORE = List.of(
            new Reader("reply-parser-service.inbound", List.of(Topics.INBOUND)),
            new Reader("preference-service.replies", List.of(Topics.REPLY)),
            new Reader("preference-service.feedback", List.of(Topics.DELIVERY)));

    private static final int PATIENCE_SECONDS = 10;

    /** The projection commits its offsets twice a second. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final Duration END = Duration.ofSeconds(2);

    private final KafkaAdmin kafka;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
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

    /** The same of several readers, who share no topic; in a topic that nobody has made yet there is nothing. */
    Map<TopicPartition, Long> ends(List<Reader> readers) {
        var ends = new HashMap<TopicPartition, Long>();
        readers.forEach(reader -> ends.putAll(ends(reader)));
        return ends;
    }

    private Map<TopicPartition, Long> ends(Reader reader) {
        return ask(admin -> {
            var partitions = partitions(admin, reader);
            var first = offsets(admin, partitions, OffsetSpec.earliest());
            var ends = offsets(admin, partitions, OffsetSpec.latest());
            ends.entrySet().removeIf(end -> end.getValue().equals(first.get(end.getKey())));
            return ends;
        });
    }

    private List<TopicPartition> partitions(Admin admin, Reader reader) {
        return admin.describeTopics(reader.topics()).topicNameValues().entrySet().stream()
                .flatMap(topic -> partitions(reader, topic.getKey(), topic.getValue()))
                .toList();
    }

    /** What may not be looked at, or was there once, is not taken for missing. */
    private Stream<TopicPartition> partitions(Reader reader, String name, KafkaFuture<TopicDescription> topic) {
        try {
            var partitions = answer(topic).partitions();
            seen.add(name);
            return partitions.stream().map(each -> new TopicPartition(name, each.partition()));
        } catch (KafkaSilent e) {
            var missing = e.getCause() instanceof ExecutionException failure
                    && failure.getCause() instanceof UnknownTopicOrPartitionException;
            if (missing && !reader.equals(PROJECTION) && !seen.contains(name)) {
                return Stream.empty();
            }
            throw e;
        }
    }

    /**
     * The readers of these names, and the projection behind them.
     *
     * @throws IllegalArgumentException when no opt-out passes one of them
     */
    static List<Reader> way(List<String> groups) {
        var unknown = new ArrayList<>(groups);
        unknown.removeAll(BEFORE.stream().map(Reader::group).toList());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("outreach.channel.gate.readers: no opt-out passes " + unknown);
        }
        return Stream.concat(BEFORE.stream().filter(each -> groups.contains(each.group())), Stream.of(PROJECTION))
                .toList();
    }

    /**
     * Whether all of it has been projected.
     *
     * @throws KafkaSilent when Kafka does not answer
     */
    public boolean reached(Map<TopicPartition, Long> ends) {
        return reached(ends, done(List.of(PROJECTION)));
    }

    /**
     * How far several readers have come.
     *
     * @throws KafkaSilent when Kafka does not answer
     */
    Map<TopicPartition, Long> done(List<Reader> readers) {
        var done = new HashMap<TopicPartition, Long>();
        readers.forEach(reader -> ask(admin ->
                        answer(admin.listConsumerGroupOffsets(reader.group()).partitionsToOffsetAndMetadata()))
                .forEach((partition, offset) -> {
                    // A partition of which nothing was read has none.
                    if (offset != null) {
                        done.put(partition, offset.offset());
                    }
                }));
        return done;
    }

    /** Whether readers who have come so far have passed these ends. */
    static boolean reached(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> done) {
        return ends.entrySet().stream().allMatch(end -> done.getOrDefault(end.getKey(), -1L) >= end.getValue());
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
