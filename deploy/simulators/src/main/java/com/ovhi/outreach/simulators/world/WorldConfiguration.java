package com.ovhi.outreach.simulators.world;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WorldConfiguration {

    @Bean
    DomainClock clock(ClockProperties properties) {
        Clock real = Clock.systemUTC();
        if (properties.file() != null) {
            return new DomainClock(real, ClockCourse.in(properties.file()));
        }
        Instant origin = Objects.requireNonNullElseGet(properties.origin(), real::instant);
        Instant start = Objects.requireNonNullElse(properties.start(), origin);
        return new DomainClock(real, origin, start, properties.speed());
    }

    @Bean
    Chance chance(WorldProperties properties) {
        return new Chance(properties.seed());
    }

    @Bean
    DataDirectory dataDirectory(WorldProperties properties) {
        return DataDirectory.at(properties.dataDir());
    }

    @Bean
    Identifiers identifiers(DomainClock clock) {
        return new Identifiers(clock.real().instant().toString());
    }
}
