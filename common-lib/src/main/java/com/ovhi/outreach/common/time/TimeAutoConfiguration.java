package com.ovhi.outreach.common.time;

import java.time.Clock;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The one {@link Clock} that all code asks for the time. UTC. */
@AutoConfiguration
@EnableConfigurationProperties(ClockProperties.class)
public final class TimeAutoConfiguration {

    @Bean
    Supplier<ClockSetting> clockSetting(ClockProperties properties) {
        return properties.setting();
    }

    @Bean
    @ConditionalOnMissingBean
    Clock clock(Supplier<ClockSetting> clockSetting) {
        return new AcceleratedClock(Clock.systemUTC(), clockSetting);
    }

    @Bean
    @ConditionalOnMissingBean
    Pace pace(Supplier<ClockSetting> clockSetting) {
        return new Pace(() -> clockSetting.get().speed());
    }
}
