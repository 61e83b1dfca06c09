package com.ovhi.outreach.segment.experiment;

import com.ovhi.outreach.common.security.ServiceClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The services experiments ask. */
@Configuration(proxyBeanMethods = false)
class ExperimentClients {

    @Bean
    VariantApi variants(ServiceClients clients) {
        return clients.create(VariantApi.class, "ml-optimizer-service");
    }
}
