package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What is counted: transitions from the orchestrator, never raw webhooks, and unsubscribes. */
@Configuration(proxyBeanMethods = false)
class StatisticsEvents {

    @Bean
    Consumer<Message<List<byte[]>>> jobs(EventConsumers consumers, Counting counting) {
        return consumers
                .named("analytics.jobs")
                .on(JobChanged.class, (change, _) -> counting.changed(change))
                .build();
    }

    @Bean
    Consumer<Message<List<byte[]>>> signals(EventConsumers consumers, Counting counting) {
        return consumers
                .named("analytics.signals")
                .on(ReplyUnderstood.class, Counting::matters, (reply, _) -> counting.replied(reply))
                .on(DeliveryReported.class, Counting::matters, (report, _) -> counting.reported(report))
                .build();
    }
}
