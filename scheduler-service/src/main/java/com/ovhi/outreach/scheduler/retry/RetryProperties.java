package com.ovhi.outreach.scheduler.retry;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a job that was definitely not sent is tried again. All durations are real time.
 *
 * @param ladder the pause before each retry; there are as many retries as steps
 * @param jitter by which share a pause may be shorter or longer
 * @param parking the pause of a job that was turned back without an attempt, unless the report says otherwise
 * @param shortest the least such pause: every way through queue and workers costs both of them work
 * @param circuitPatience how long a job is turned back by an open circuit before the orchestrator is told, so that it may
 *     choose another channel
 * @param lastTry how long before a job expires it is tried for the last time when workers would see it only later
 */
@ConfigurationProperties("outreach.scheduler.retry")
record RetryProperties(
        @DefaultValue({"1s", "2s", "4s", "8s", "16s"}) List<Duration> ladder,
        @DefaultValue("0.2") double jitter,
        @DefaultValue("5s") Duration parking,
        @DefaultValue("250ms") Duration shortest,
        @DefaultValue("15m") Duration circuitPatience,
        @DefaultValue("5s") Duration lastTry) {

    /** Refuses pauses that could be negative. */
    RetryProperties {
        if (!(jitter >= 0 && jitter < 1)) {
            throw new IllegalStateException("outreach.scheduler.retry.jitter must be at least 0 and less than 1");
        }
        ladder = List.copyOf(ladder);
    }
}
