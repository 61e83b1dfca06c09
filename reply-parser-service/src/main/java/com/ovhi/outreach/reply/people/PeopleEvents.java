package com.ovhi.outreach.reply.people;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Keeps up to date who owns an address and who we are. */
@Configuration(proxyBeanMethods = false)
class PeopleEvents {

    @Bean
    Consumer<Message<List<byte[]>>> preferenceChanges(EventConsumers consumers, AddressBook book) {
        return consumers
                .named("reply-parser-service.people")
                .on(PreferenceChanged.class, (changed, _) -> book.learn(changed))
                .build();
    }

    @Bean
    Consumer<Message<List<byte[]>>> providerEvents(EventConsumers consumers, Organizations organizations) {
        return consumers
                .named("reply-parser-service.organizations")
                .on(
                        "organization.updated",
                        OrganizationUpdated.class,
                        (organization, event) -> organizations.updated(organization, event.time()))
                .build();
    }
}
