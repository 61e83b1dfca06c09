package com.ovhi.outreach.scheduler.retry;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Reports from channel-workers and webhook-service. */
@Configuration(proxyBeanMethods = false)
class DeliveryEvents {

    @Bean
    Consumer<Message<List<byte[]>>> deliveries(EventConsumers consumers, DeliveryFeedback feedback) {
        return consumers
                .named("scheduler.delivery")
                .onTogether(
                        DeliveryReported.class,
                        reports -> feedback.reported(
                                reports.stream().map(Event::content).toList()))
                .build();
    }
}
