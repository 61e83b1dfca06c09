package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.analytics.fact.VisitState.Outcome;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What is counted: transitions from the orchestrator, answers, what providers alone know, and visits. */
@Configuration(proxyBeanMethods = false)
class FactEvents {

    @Bean
    Consumer<Message<List<byte[]>>> jobs(EventConsumers consumers, Counting counting) {
        return consumers
                .named("analytics.jobs")
                .onTogether(JobChanged.class, counting::changed)
                .build();
    }

    @Bean
    Consumer<Message<List<byte[]>>> signals(EventConsumers consumers, Counting counting) {
        return consumers
                .named("analytics.signals")
                .onBatch(
                        ReplyUnderstood.class,
                        replies -> hear(counting, replies.stream().flatMap(Signals::of)))
                .onBatch(
                        DeliveryReported.class,
                        reports -> hear(counting, reports.stream().flatMap(Signals::of)))
                .build();
    }

    /** Most answers and reports say nothing that is counted, and then cost no transaction. */
    private static void hear(Counting counting, Stream<News.Signal> signals) {
        var heard = signals.toList();
        if (!heard.isEmpty()) {
            counting.hear(heard);
        }
    }

    @Bean
    Consumer<Message<List<byte[]>>> visitEvents(EventConsumers consumers, VisitCounting visits) {
        return consumers
                .named("analytics.visits")
                .onTogether("appointment.booked", AppointmentBooked.class, visits::booked)
                .onTogether("appointment.moved", AppointmentBooked.class, visits::booked)
                .onTogether("appointment.cancelled", AppointmentClosed.class, closed(visits, Outcome.CANCELLED))
                .onTogether("appointment.arrived", AppointmentClosed.class, closed(visits, Outcome.KEPT))
                .onTogether("appointment.completed", AppointmentClosed.class, closed(visits, Outcome.KEPT))
                .onTogether("appointment.no_show", AppointmentClosed.class, closed(visits, Outcome.NO_SHOW))
                .build();
    }

    private static Consumer<List<Event<AppointmentClosed>>> closed(VisitCounting visits, Outcome outcome) {
        return events -> visits.closed(outcome, events);
    }
}
