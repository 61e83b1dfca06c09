package com.ovhi.outreach.common.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The relay of the outbox. All durations are real time.
 *
 * @param enabled whether this process relays; the table is filled either way
 * @param sweep how often it looks for events other instances left behind
 * @param gather how long after it has begun to send it begins again at the earliest, so that what is committed meanwhile
 *     leaves together; what comes after a longer silence leaves at once
 * @param batch how many events of a lane are sent before they are marked
 * @param sendTimeout how long Kafka may take to acknowledge a batch
 * @param retention how long sent events are kept for replay
 */
@ConfigurationProperties("outreach.outbox")
public record OutboxProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1s") Duration sweep,
        @DefaultValue("40ms") Duration gather,
        @DefaultValue("200") int batch,
        @DefaultValue("20s") Duration sendTimeout,
        @DefaultValue("7d") Duration retention) {

    /** The same for what must not wait, with another sweep. */
    OutboxProperties ahead(Duration otherSweep) {
        return new OutboxProperties(enabled, otherSweep, Duration.ZERO, batch, sendTimeout, retention);
    }
}
