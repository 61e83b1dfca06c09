package com.ovhi.outreach.channel.intent;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where outcomes wait while the database is down.
 *
 * @param directory on a local disk that survives a restart of the process
 */
@ConfigurationProperties("outreach.channel.spool")
public record SpoolProperties(Path directory) {}
