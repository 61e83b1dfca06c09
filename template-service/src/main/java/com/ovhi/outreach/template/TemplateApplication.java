package com.ovhi.outreach.template;

import com.ovhi.outreach.common.app.OutreachService;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** template-service. */
@SpringBootApplication(proxyBeanMethods = false)
public class TemplateApplication {

    /** Starts the service. */
    public static void main(String[] args) {
        OutreachService.run(TemplateApplication.class, "template-service", args);
    }
}
