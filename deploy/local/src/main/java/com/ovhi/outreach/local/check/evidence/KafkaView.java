package com.ovhi.outreach.local.check.evidence;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Looks at topics and consumer groups. Thread-safe. */
public final class KafkaView implements AutoCloseable {

    private static final String DEAD_LETTERS = ".dlt";

    private final Admin admin;

    /** @param servers bootstrap servers */
    public KafkaView(String servers) {
        admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                15_000));
    }

    /** How many records were moved to each topic of dead letters, of those that are not empty. */
    public Map<String, Long> deadLetters() throws IOException {
        var ends = offsets(topics(name -> name.endsWith(DEAD_LETTERS)), OffsetSpec.latest());
        var counts = new TreeMap<String, Long>();
        ends.forEach((partition, end) -> {
            if (end > 0) {
                counts.merge(partition.topic(), end, Long::sum);
            }
        });
        return counts;
    }

    /** How many records all consumer groups together have not handled yet. */
    public long lag() throws IOException {
        var groups = await(
                        admin.listGroups(ListGroupsOptions.forConsumerGroups()).all())
                .stream()
                .map(GroupListing::groupId)
                .toList();
        var assigned = assigned(groups);
        var positions = new HashMap<String, Map<TopicPartition, Long>>();
        var partitions = new HashSet<TopicPartition>();
        for (var group : groups) {
            var position = new HashMap<TopicPartition, Long>();
            await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) ->
                            Optional.ofNullable(offset).ifPresent(known -> position.put(partition, known.offset())));
            // What a group was given and has never finished anything of is all still to come.
            assigned.getOrDefault(group, Set.of()).forEach(partition -> position.putIfAbsent(partition, 0L));
            positions.put(group, position);
            partitions.addAll(position.keySet());
        }
        var ends = offsets(partitions, OffsetSpec.latest());
        return positions.values().stream()
                .flatMap(position -> position.entrySet().stream())
                .mapToLong(each -> Math.max(0, ends.getOrDefault(each.getKey(), 0L) - each.getValue()))
                .sum();
    }

    private Map<String, Set<TopicPartition>> assigned(Collection<String> groups) throws IOException {
        return await(admin.describeConsumerGroups(groups).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        group -> group.getValue().members().stream()
                                .flatMap(member -> member.assignment().topicPartitions().stream())
                                .collect(Collectors.toSet())));
    }

    /** Makes topics that nobody has made, as nobody in the suite reads them. */
    public void ensure(Set<String> wanted) throws IOException {
        var missing = new HashSet<>(wanted);
        missing.removeAll(await(admin.listTopics().names()));
        await(admin.createTopics(missing.stream()
                        .map(name -> new NewTopic(name, Optional.of(4), Optional.empty()))
                        .toList())
                .all());
    }

    private Collection<TopicPartition> topics(Predicate<String> wanted) throws IOException {
        var names = await(admin.listTopics().names()).stream().filter(wanted).toList();
        return await(admin.describeTopics(names).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec)
            throws IOException {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        var asked = List.copyOf(partitions).stream().collect(Collectors.toMap(each -> each, each -> spec));
        return await(admin.listOffsets(asked).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().offset()));
    }

    private static <T> T await(KafkaFuture<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException("Kafka does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted");
        }
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(2));
    }
}
