package com.ovhi.outreach.common.sample;

import com.ovhi.outreach.common.app.OutreachService;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The sample service. */
@SpringBootApplication(proxyBeanMethods = false)
public class SampleApplication {

    public static void main(String[] args) {
        OutreachService.run(SampleApplication.class, "sample-service", args);
    }
}
