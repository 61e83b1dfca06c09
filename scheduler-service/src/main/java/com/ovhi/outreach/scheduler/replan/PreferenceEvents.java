package com.ovhi.outreach.scheduler.replan;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import com.ovhi.outreach.scheduler.queue.PatientHours;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Where patients are and when they rest. */
@Configuration(proxyBeanMethods = false)
class PreferenceEvents {

    @Bean
    Consumer<Message<List<byte[]>>> preferences(EventConsumers consumers, PatientHours patients, Replans replans) {
        return consumers
                .named("scheduler.preference")
                .onTogether(
                        PreferenceChanged.class,
                        events -> patients.keep(
                                        events.stream().map(Event::content).toList())
                                .forEach(replans::patient))
                .build();
    }
}
