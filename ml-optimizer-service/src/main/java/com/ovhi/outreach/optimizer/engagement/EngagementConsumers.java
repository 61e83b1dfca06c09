package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What the service listens to. */
@Configuration(proxyBeanMethods = false)
class EngagementConsumers {

    @Bean
    Consumer<Message<List<byte[]>>> engagementEvents(EventConsumers consumers, Engagement engagement) {
        return consumers
                .named("ml-optimizer-service.engagement")
                .on(JobChanged.class, Engagement::matters, (job, event) -> engagement.on(job))
                .onTogether(
                        PreferenceChanged.class,
                        events -> engagement.onAll(
                                events.stream().map(Event::content).toList()))
                .build();
    }
}
