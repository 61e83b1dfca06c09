package com.ovhi.outreach.channel;

import com.ovhi.outreach.common.app.OutreachService;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** channel-workers. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class ChannelApplication {

    public static void main(String[] args) {
        OutreachService.run(ChannelApplication.class, "channel-workers", args);
    }
}
