package com.ovhi.outreach.common.messaging;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How topics are created when they are missing.
 *
 * @param create whether this service may create them; false where ops creates them
 * @param partitions of every topic but the dead letters, which have one
 * @param replicas -1 for the broker's default
 * @param retention of topics that are not compacted
 * @param produces topics the service writes to; those it reads from are known from its bindings
 */
@ConfigurationProperties("outreach.topics")
public record TopicProperties(
        @DefaultValue("true") boolean create,
        @DefaultValue("4") int partitions,
        @DefaultValue("-1") short replicas,
        @DefaultValue("7d") Duration retention,
        @DefaultValue List<String> produces) {}
