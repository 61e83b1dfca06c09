package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Lane;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Lets the lanes of this instance carry the channels of {@code outreach.channel.channels}, so that each channel can have
 * instances of its own. Instances with different channels belong to the same consumer groups.
 */
@Component
final class LaneTopics implements BeanPostProcessor {

    private final Set<Channel> channels;

    LaneTopics(Environment environment) {
        channels = Binder.get(environment)
                .bind("outreach.channel.channels", Bindable.setOf(Channel.class))
                .orElse(EnumSet.allOf(Channel.class));
        if (channels.isEmpty()) {
            throw new IllegalStateException("outreach.channel.channels names no channel");
        }
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof BindingServiceProperties bindings) {
            for (var lane : Lane.values()) {
                bindings.getBindingProperties(binding(lane)).setDestination(topics(lane));
            }
        }
        return bean;
    }

    /** The channels of this instance. */
    Set<Channel> channels() {
        return channels;
    }

    /** The binding that reads a lane. */
    static String binding(Lane lane) {
        return lane.code() + "Sends-in-0";
    }

    private String topics(Lane lane) {
        return channels.stream()
                .sorted()
                .map(channel -> Topics.dispatch(channel, lane))
                .collect(Collectors.joining(","));
    }
}
