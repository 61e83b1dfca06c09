package com.ovhi.outreach.optimizer;

import com.ovhi.outreach.common.app.OutreachService;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** ml-optimizer-service. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class OptimizerApplication {

    /** Starts the service. */
    public static void main(String[] args) {
        OutreachService.run(OptimizerApplication.class, "ml-optimizer-service", args);
    }
}
