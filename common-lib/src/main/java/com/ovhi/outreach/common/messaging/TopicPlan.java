package com.ovhi.outreach.common.messaging;

import com.ovhi.outreach.common.contract.Topics;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.cloud.stream.config.BindingProperties;

/** Which topics a service needs: what it produces, what its bindings read, and the dead letters of those. */
final class TopicPlan {

    private final TopicProperties properties;
    private final Map<String, NewTopic> topics = new TreeMap<>();

    TopicPlan(TopicProperties properties) {
        this.properties = properties;
        properties.produces().forEach(this::add);
    }

    void addBinding(String name, BindingProperties binding) {
        var destination = binding.getDestination();
        if (name.contains("-in-") && destination != null) {
            Arrays.stream(destination.split(",")).map(String::strip).forEach(topic -> {
                add(topic);
                addDeadLetters(topic, binding.getGroup());
            });
        }
    }

    NewTopic[] topics() {
        return topics.values().toArray(NewTopic[]::new);
    }

    private void add(String name) {
        var topic = new NewTopic(name, properties.partitions(), properties.replicas());
        topics.put(
                name,
                Topics.compacted(name)
                        ? topic.configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT))
                        : topic.configs(retention(properties.retention().toMillis())));
    }

    private void addDeadLetters(String topic, String group) {
        var name = Topics.deadLetters(topic, group);
        topics.put(name, new NewTopic(name, 1, properties.replicas()).configs(retention(-1)));
    }

    private static Map<String, String> retention(long millis) {
        return Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(millis));
    }
}
