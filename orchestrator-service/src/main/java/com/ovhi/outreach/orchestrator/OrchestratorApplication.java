package com.ovhi.outreach.orchestrator;

import com.ovhi.outreach.common.app.OutreachService;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Coordinates all outbound communication. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class OrchestratorApplication {

    public static void main(String[] args) {
        OutreachService.run(OrchestratorApplication.class, "orchestrator-service", args);
    }
}
