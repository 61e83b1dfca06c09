package com.ovhi.outreach.scheduler;

import com.ovhi.outreach.common.app.OutreachService;
import java.util.random.RandomGenerator;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Plans send times, keeps what waits and dispatches what is due. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class SchedulerApplication {

    /** Starts the service. */
    public static void main(String[] args) {
        OutreachService.run(SchedulerApplication.class, "scheduler-service", args);
    }

    /** Chance, for the jitter of retries; safe for several threads. */
    @Bean
    RandomGenerator jitter() {
        return new java.util.Random();
    }
}
