package com.ovhi.outreach.orchestrator.tracking;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How reports find their jobs, and what silence means.
 *
 * @param patience how long a report waits for its job to become known, real time
 * @param urgentPatience how long after a provider has accepted an urgent message it may take to arrive before another
 *     channel is used as well, real time
 * @param lateness how much later than planned a message may be sent before the times of the patient's other messages are
 *     judged again, suite time
 * @param stopPatience how long after a channel was switched off another one is looked for: a STOP switches it off, too, and
 *     nobody who has said that is told elsewhere what was due then; its own news may come later. Real time
 */
@ConfigurationProperties("outreach.tracking")
public record TrackingProperties(
        @DefaultValue("15m") Duration patience,
        @DefaultValue("15m") Duration urgentPatience,
        @DefaultValue("1h") Duration lateness,
        @DefaultValue("30s") Duration stopPatience) {}
