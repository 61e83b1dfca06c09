package com.ovhi.outreach.common.time;

import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The one {@link Clock} that all code asks for the time. UTC. */
@AutoConfiguration
@EnableConfigurationProperties(ClockProperties.class)
public final class TimeAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Clock clock(ClockProperties properties) {
        var origin = properties.origin();
        var start = properties.start();
        return origin == null || start == null
                ? Clock.systemUTC()
                : new AcceleratedClock(Clock.systemUTC(), origin, start, properties.speed());
    }

    @Bean
    @ConditionalOnMissingBean
    Pace pace(ClockProperties properties) {
        return new Pace(properties.speed());
    }
}
