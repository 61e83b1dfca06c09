package com.ovhi.outreach.common.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The relay of the outbox. All durations are real time.
 *
 * @param enabled whether this process relays; the table is filled either way
 * @param sweep how often it looks for events other instances left behind
 * @param batch how many events of a lane are sent before they are marked
 * @param sendTimeout how long Kafka may take to acknowledge a batch
 * @param retention how long sent events are kept for replay
 */
@ConfigurationProperties("outreach.outbox")
public record OutboxProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1s") Duration sweep,
        @DefaultValue("200") int batch,
        @DefaultValue("20s") Duration sendTimeout,
        @DefaultValue("7d") Duration retention) {

    /** The same with another sweep. */
    OutboxProperties withSweep(Duration other) {
        return new OutboxProperties(enabled, other, batch, sendTimeout, retention);
    }
}
