package com.ovhi.outreach.analytics;

import com.ovhi.outreach.common.app.OutreachService;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Counts what became of the messages. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class AnalyticsApplication {

    /** Starts the service. */
    public static void main(String[] args) {
        OutreachService.run(AnalyticsApplication.class, "analytics-service", args);
    }
}
