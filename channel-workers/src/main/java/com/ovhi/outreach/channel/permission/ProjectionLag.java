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
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/** How far the projection of permissions and withdrawals is behind what was said of them. Thread-safe. */
@Component
public class ProjectionLag implements DisposableBean {

    /** The consumer group of the projection, as in the service's settings. */
    static final String GROUP = "channel-workers.permission";

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
        return ask(admin -> {
            var partitions = answer(
                            admin.describeTopics(List.of(Topics.PREFERENCE, Topics.SUPPRESSION, Topics.SCHEDULE))
                                    .allTopicNames())
                    .values()
                    .stream()
                    .flatMap(topic ->
                            topic.partitions().stream().map(each -> new TopicPartition(topic.name(), each.partition())))
                    .toList();
            var first = offsets(admin, partitions, OffsetSpec.earliest());
            var ends = offsets(admin, partitions, OffsetSpec.latest());
            ends.entrySet().removeIf(end -> end.getValue().equals(first.get(end.getKey())));
            return ends;
        });
    }

    /**
     * Whether all of it has been projected.
     *
     * @throws KafkaSilent when Kafka does not answer
     */
    public boolean reached(Map<TopicPartition, Long> ends) {
        return ask(admin -> {
            var done = answer(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
            return ends.entrySet().stream().allMatch(end -> {
                var offset = done.get(end.getKey());
                return offset != null && offset.offset() >= end.getValue();
            });
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

    /** Kafka did not answer. */
    public static final class KafkaSilent extends RuntimeException {

        private static final long serialVersionUID = 1L;

        KafkaSilent(Exception cause) {
            super(cause);
        }
    }
}
