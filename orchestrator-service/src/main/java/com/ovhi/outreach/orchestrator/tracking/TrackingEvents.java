package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.common.contract.ContactMoved;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import com.ovhi.outreach.orchestrator.job.MovedJobs;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What providers and patients answer. */
@Configuration(proxyBeanMethods = false)
class TrackingEvents {

    @Bean
    Consumer<Message<List<byte[]>>> deliveries(EventConsumers consumers, DeliveryTracking tracking, MovedJobs moved) {
        return consumers
                .named("orchestrator.deliveries")
                .onceTogether(DeliveryReported.class, report -> !report.ofAnswer(), tracking::reported)
                .onTogether(
                        ContactMoved.class,
                        events ->
                                moved.moved(events.stream().map(Event::content).toList()))
                .build();
    }

    @Bean
    Consumer<Message<List<byte[]>>> preferenceChanges(EventConsumers consumers, SwitchedOff switchedOff) {
        return consumers
                .named("orchestrator.preferences")
                .onceTogether(
                        PreferenceChanged.class,
                        _ -> true,
                        events -> switchedOff.changed(
                                events.stream().map(Event::content).toList()))
                .build();
    }

    @Bean
    Consumer<Message<List<byte[]>>> replies(EventConsumers consumers, ReplyTracking tracking) {
        return consumers
                .named("orchestrator.replies")
                .on(ReplyUnderstood.class, (reply, event) -> tracking.understood(reply))
                .build();
    }
}
