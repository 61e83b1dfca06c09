package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * Requests of the other services and of this service's own rules. What belongs to visits has a topic and a consumer of its
 * own, so that no campaign, and nothing a campaign waits for, holds it up.
 */
@Configuration(proxyBeanMethods = false)
class RequestEvents {

    @Bean
    Consumer<Message<List<byte[]>>> requests(EventConsumers consumers, RequestedOutreach outreach) {
        return consumers
                .named("orchestrator.requests")
                .onPreparedTogether(OutreachRequested.class, outreach::prepare)
                .build();
    }

    @Bean
    Consumer<Message<List<byte[]>>> priorityRequests(EventConsumers consumers, RequestedOutreach outreach) {
        return consumers
                .named("orchestrator.priority-requests")
                .onPreparedTogether(OutreachRequested.class, outreach::prepare)
                .build();
    }
}
