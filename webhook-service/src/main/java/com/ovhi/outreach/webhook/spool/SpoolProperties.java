package com.ovhi.outreach.webhook.spool;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where requests wait while the database is away, or is slow.
 *
 * @param directory on a disk that survives a restart
 * @param drainEvery how often the database is tried, real time
 * @param after for how long a request waits for the database before it goes to the disk, real time; more than the 40 ms for which
 *     requests gather
 */
@ConfigurationProperties("outreach.webhook.spool")
public record SpoolProperties(
        @DefaultValue(".outreach/webhook-spool") Path directory,
        @DefaultValue("1s") Duration drainEvery,
        @DefaultValue("2s") Duration after) {}
