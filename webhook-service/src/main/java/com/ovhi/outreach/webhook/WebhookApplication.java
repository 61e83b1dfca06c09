package com.ovhi.outreach.webhook;

import com.ovhi.outreach.common.app.OutreachService;
import com.ovhi.outreach.common.provider.ProviderCodesConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Receives the webhooks of SendGrid, Twilio and Meta. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@Import(ProviderCodesConfiguration.class)
public class WebhookApplication {

    public static void main(String[] args) {
        OutreachService.run(WebhookApplication.class, "webhook-service", args);
    }
}
