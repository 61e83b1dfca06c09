package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Jobs from the orchestrator. */
@Configuration(proxyBeanMethods = false)
class QueueEvents {

    @Bean
    Consumer<Message<List<byte[]>>> schedules(EventConsumers consumers, Intake intake) {
        return consumers
                .named("scheduler.schedule")
                .onTogether(
                        ContactDue.class,
                        contacts ->
                                intake.due(contacts.stream().map(Event::content).toList()))
                .on(ContactWithdrawn.class, (withdrawal, _) -> intake.withdrawn(withdrawal))
                .build();
    }
}
