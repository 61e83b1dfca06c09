package com.ovhi.outreach.channel.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a provider call may take, real time.
 *
 * @param connect until the connection stands
 * @param total until the answer is there
 * @param connections how many may be open to one provider
 */
@ConfigurationProperties("outreach.channel.call")
public record CallLimits(
        @DefaultValue("2s") Duration connect,
        @DefaultValue("10s") Duration total,
        @DefaultValue("32") int connections) {

    /** How long a kept connection may be used again; providers close theirs after a minute. */
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(55);
}
