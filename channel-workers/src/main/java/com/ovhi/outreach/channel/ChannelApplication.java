package com.ovhi.outreach.channel;

import com.ovhi.outreach.common.app.OutreachService;
import com.ovhi.outreach.common.provider.ProviderCodesConfiguration;
import java.util.random.RandomGenerator;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** channel-workers. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@Import(ProviderCodesConfiguration.class)
public class ChannelApplication {

    /** Starts the service. */
    public static void main(String[] args) {
        OutreachService.run(ChannelApplication.class, "channel-workers", args);
    }

    /** Chance, so that those who wait for the same moment do not come back together; safe for several threads. */
    @Bean
    RandomGenerator jitter() {
        return new java.util.Random();
    }
}
