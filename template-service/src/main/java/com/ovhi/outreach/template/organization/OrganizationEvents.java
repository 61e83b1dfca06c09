package com.ovhi.outreach.template.organization;

import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What OVHI core says about organisations. */
@Configuration(proxyBeanMethods = false)
class OrganizationEvents {

    @Bean
    Consumer<Message<List<byte[]>>> providerEvents(EventConsumers consumers, Organizations organizations) {
        return consumers
                .named("template.organizations")
                .on(
                        OrganizationUpdated.class,
                        (organization, event) -> organizations.updated(organization, event.time()))
                .build();
    }
}
