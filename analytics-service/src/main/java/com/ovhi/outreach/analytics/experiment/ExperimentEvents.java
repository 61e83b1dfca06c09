package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Who met which experiment, from campaigns. */
@Configuration(proxyBeanMethods = false)
class ExperimentEvents {

    @Bean
    Consumer<Message<List<byte[]>>> exposureEvents(EventConsumers consumers, Exposures exposures) {
        return consumers
                .named("analytics.exposures")
                .onTogether(
                        ExperimentExposed.class,
                        events -> exposures.keep(
                                events.stream().map(Event::content).toList()))
                .build();
    }
}
