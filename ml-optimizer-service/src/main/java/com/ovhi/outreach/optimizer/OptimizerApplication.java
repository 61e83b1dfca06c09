package com.ovhi.outreach.optimizer;

import com.ovhi.outreach.common.app.OutreachService;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** ml-optimizer-service. */
@SpringBootApplication(proxyBeanMethods = false)
public class OptimizerApplication {

    /** Starts the service. */
    public static void main(String[] args) {
        OutreachService.run(OptimizerApplication.class, "ml-optimizer-service", args);
    }
}
