package com.ovhi.outreach.webhook;

import com.ovhi.outreach.common.app.OutreachService;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Receives the webhooks of SendGrid, Twilio and Meta. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class WebhookApplication {

    public static void main(String[] args) {
        OutreachService.run(WebhookApplication.class, "webhook-service", args);
    }
}
