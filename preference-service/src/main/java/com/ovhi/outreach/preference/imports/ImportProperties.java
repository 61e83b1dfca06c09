package com.ovhi.outreach.preference.imports;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Files of consents. All durations are real time.
 *
 * @param maxRows how many lines a file may have
 * @param maxBytes how large a file may be
 * @param maxLineBytes how long a line may be
 * @param chunk how many lines are recorded in one transaction; a STOP of one of their patients waits for it
 * @param sweep how often it is looked for files that other instances left behind
 * @param attempts how often a chunk is tried before its file is given up
 * @param abandonedAfter when a file that was never received whole is forgotten
 */
@ConfigurationProperties("outreach.preference.imports")
record ImportProperties(
        @DefaultValue("100000") int maxRows,
        @DefaultValue("33554432") long maxBytes,
        @DefaultValue("2048") int maxLineBytes,
        @DefaultValue("500") int chunk,
        @DefaultValue("1s") Duration sweep,
        @DefaultValue("5") int attempts,
        @DefaultValue("1h") Duration abandonedAfter) {}
