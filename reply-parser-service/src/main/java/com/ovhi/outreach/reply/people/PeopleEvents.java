package com.ovhi.outreach.reply.people;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Keeps the address book up to date. */
@Configuration(proxyBeanMethods = false)
class PeopleEvents {

    @Bean
    Consumer<Message<List<byte[]>>> preferenceChanges(EventConsumers consumers, AddressBook book) {
        return consumers
                .named("reply-parser-service.people")
                .on(PreferenceChanged.class, (changed, _) -> book.learn(changed))
                .build();
    }
}
