package com.ovhi.outreach.orchestrator.clients;

import com.ovhi.outreach.common.security.ServiceClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Clients of the services that are asked before a decision. */
@Configuration(proxyBeanMethods = false)
class ClientConfiguration {

    @Bean
    Preferences preferences(ServiceClients clients) {
        return new Preferences(clients.create(PreferenceApi.class, "preference-service"));
    }

    @Bean
    Templates templates(ServiceClients clients) {
        return new Templates(clients.create(TemplateApi.class, "template-service"));
    }

    @Bean
    Plans plans(ServiceClients clients) {
        return new Plans(clients.create(SchedulerApi.class, "scheduler-service"));
    }

    @Bean
    Segments segments(ServiceClients clients) {
        return new Segments(clients.create(SegmentApi.class, "segment-service"));
    }
}
