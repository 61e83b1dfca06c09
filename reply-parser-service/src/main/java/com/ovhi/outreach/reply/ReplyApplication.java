package com.ovhi.outreach.reply;

import com.ovhi.outreach.common.app.OutreachService;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Turns what patients write into intents. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class ReplyApplication {

    public static void main(String[] args) {
        OutreachService.run(ReplyApplication.class, "reply-parser-service", args);
    }
}
