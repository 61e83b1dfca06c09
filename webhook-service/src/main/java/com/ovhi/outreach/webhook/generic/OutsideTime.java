package com.ovhi.outreach.webhook.generic;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The time of the world outside, in which senders live, even while the suite's own clock runs faster. */
@Configuration(proxyBeanMethods = false)
class OutsideTime {

    @Bean
    InstantSource realTime() {
        return InstantSource.system();
    }
}
