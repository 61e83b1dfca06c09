package com.ovhi.outreach.preference.effective;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The cache of effective preferences. All durations are real time.
 *
 * @param ttl how long an answer may be served from the cache, at most a minute
 * @param pause how long Redis is left alone after it failed
 * @param versionTtl how long a version is remembered, to keep out readers that were overtaken by a change
 */
@ConfigurationProperties("outreach.preference.cache")
record CacheProperties(
        @DefaultValue("60s") Duration ttl,
        @DefaultValue("5s") Duration pause,
        @DefaultValue("10m") Duration versionTtl) {

    CacheProperties {
        if (ttl.compareTo(Duration.ofSeconds(60)) > 0 || ttl.isNegative() || ttl.isZero()) {
            throw new IllegalStateException("outreach.preference.cache.ttl must be between 0 and 60 seconds");
        }
    }
}
