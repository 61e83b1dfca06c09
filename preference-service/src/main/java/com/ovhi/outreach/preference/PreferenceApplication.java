package com.ovhi.outreach.preference;

import com.ovhi.outreach.common.app.OutreachService;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Owns what patients allow and want. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class PreferenceApplication {

    public static void main(String[] args) {
        OutreachService.run(PreferenceApplication.class, "preference-service", args);
    }
}
