package com.ovhi.outreach.analytics;

import com.ovhi.outreach.common.app.OutreachService;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Counts what became of the messages. */
@SpringBootApplication(proxyBeanMethods = false)
public class AnalyticsApplication {

    /** Starts the service. */
    public static void main(String[] args) {
        OutreachService.run(AnalyticsApplication.class, "analytics-service", args);
    }
}
