package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.answer.AnswerStatuses;
import com.ovhi.outreach.channel.intent.Reports;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Listens for callbacks; this service's own reports come back on the same topic and are passed over. */
@Configuration(proxyBeanMethods = false)
class CallbackBindings {

    @Bean
    Consumer<Message<List<byte[]>>> callbackEvents(
            EventConsumers consumers, Callbacks callbacks, AnswerStatuses answers) {
        return consumers
                .named("channel-workers.callbacks")
                .onTogether(DeliveryReported.class, events -> {
                    var reports = others(events);
                    callbacks.seen(reports);
                    answers.seen(reports);
                })
                .build();
    }

    private static List<DeliveryReported> others(List<Event<DeliveryReported>> events) {
        return events.stream()
                .filter(each -> !Reports.SERVICE.equals(each.headers().source()))
                .map(Event::content)
                .toList();
    }
}
