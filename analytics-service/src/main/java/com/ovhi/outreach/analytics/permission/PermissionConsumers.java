package com.ovhi.outreach.analytics.permission;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What patients allow, from preference-service. */
@Configuration(proxyBeanMethods = false)
class PermissionConsumers {

    @Bean
    Consumer<Message<List<byte[]>>> permissionEvents(EventConsumers consumers, PermissionStates permissions) {
        return consumers
                .named("analytics.permissions")
                .onTogether(
                        PreferenceChanged.class,
                        events -> permissions.keep(
                                events.stream().map(Event::content).toList()))
                .build();
    }
}
