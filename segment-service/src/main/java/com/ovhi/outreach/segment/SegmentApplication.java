package com.ovhi.outreach.segment;

import com.ovhi.outreach.common.app.OutreachService;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Segments and campaigns. */
@SpringBootApplication(proxyBeanMethods = false)
public class SegmentApplication {

    public static void main(String[] args) {
        OutreachService.run(SegmentApplication.class, "segment-service", args);
    }
}
