package com.ovhi.outreach.analytics.organization;

import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Organisations from OVHI core. */
@Configuration(proxyBeanMethods = false)
class OrganizationEvents {

    @Bean
    Consumer<Message<List<byte[]>>> organizations(EventConsumers consumers, OrganizationZones zones) {
        return consumers
                .named("analytics.organizations")
                .on(OrganizationUpdated.class, (organization, _) -> zones.keep(organization))
                .build();
    }
}
