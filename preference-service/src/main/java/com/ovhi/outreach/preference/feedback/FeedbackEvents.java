package com.ovhi.outreach.preference.feedback;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Most deliveries and job changes mean nothing here and cost no transaction. */
@Configuration(proxyBeanMethods = false)
class FeedbackEvents {

    @Bean
    Consumer<Message<List<byte[]>>> feedback(
            EventConsumers consumers,
            JobContacts jobs,
            DeliveryFeedback deliveries,
            Insights insights,
            @Value("${spring.application.name}") String self) {
        return consumers
                .named("preference.insights")
                .onBatch(JobChanged.class, changes -> {
                    var scheduled = changes.stream()
                            .filter(job -> job.milestone() == Milestone.SCHEDULED)
                            .toList();
                    if (!scheduled.isEmpty()) {
                        jobs.remember(scheduled);
                        deliveries.takeUp(
                                scheduled.stream().map(JobChanged::jobId).toList());
                    }
                })
                .onEvery(
                        DeliveryReported.class,
                        (report, event) -> DeliveryFeedback.meaning(report)
                                // What this service says itself took effect before it was said.
                                .filter(_ -> !event.source().equals(self))
                                .ifPresent(meaning -> deliveries.handle(report, meaning, event.id())))
                .onTogether(
                        InsightLearned.class,
                        events -> insights.learn(
                                events.stream().map(Event::content).toList()))
                .build();
    }
}
