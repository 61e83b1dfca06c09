package com.ovhi.outreach.scheduler.insight;

import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Insights from ml-optimizer-service. */
@Configuration(proxyBeanMethods = false)
class InsightEvents {

    @Bean
    Consumer<Message<List<byte[]>>> insights(EventConsumers consumers, BestHours bestHours) {
        return consumers
                .named("scheduler.insight")
                .onTogether(
                        InsightLearned.class,
                        insights -> bestHours.keep(
                                insights.stream().map(Event::content).toList()))
                .build();
    }
}
