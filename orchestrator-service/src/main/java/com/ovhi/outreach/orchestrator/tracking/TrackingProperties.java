package com.ovhi.outreach.orchestrator.tracking;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How reports find their jobs.
 *
 * @param patience how long a report waits for its job to become known, real time
 */
@ConfigurationProperties("outreach.tracking")
public record TrackingProperties(@DefaultValue("15m") Duration patience) {}
