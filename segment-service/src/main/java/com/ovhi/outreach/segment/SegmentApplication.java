package com.ovhi.outreach.segment;

import com.ovhi.outreach.common.app.OutreachService;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Segments and campaigns. */
@ConfigurationPropertiesScan
@SpringBootApplication(proxyBeanMethods = false)
public class SegmentApplication {

    public static void main(String[] args) {
        OutreachService.run(SegmentApplication.class, "segment-service", args);
    }
}
