package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.SendTimeChosen;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What the service listens to. What came together is noted together; what follows from it is worked out later. */
@Configuration(proxyBeanMethods = false)
class EngagementConsumers {

    @Bean
    Consumer<Message<List<byte[]>>> engagementEvents(EventConsumers consumers, Engagement engagement) {
        return consumers
                .named("ml-optimizer-service.engagement")
                .onTogether(JobChanged.class, Engagement::matters, events -> engagement.noteJobs(contents(events)))
                .onTogether(PreferenceChanged.class, events -> engagement.notePreferences(contents(events)))
                .onTogether(ReplyUnderstood.class, events -> engagement.noteReplies(contents(events)))
                .onTogether(SendTimeChosen.class, events -> engagement.noteSendTimes(contents(events)))
                .build();
    }

    @Bean
    Consumer<Message<List<byte[]>>> visitEvents(EventConsumers consumers, Visits visits) {
        return consumers
                .named("ml-optimizer-service.visits")
                .on(PatientRegistered.class, (patient, _) -> visits.registered(patient))
                .on("appointment.booked", AppointmentBooked.class, (visit, event) -> visits.booked(visit, event.time()))
                .on("appointment.moved", AppointmentBooked.class, (visit, event) -> visits.booked(visit, event.time()))
                .on(
                        "appointment.cancelled",
                        AppointmentClosed.class,
                        (visit, _) -> visits.closed(visit, Visits.CANCELLED))
                .on(
                        "appointment.completed",
                        AppointmentClosed.class,
                        (visit, _) -> visits.closed(visit, Visits.COMPLETED))
                .on("appointment.no_show", AppointmentClosed.class, (visit, _) -> visits.closed(visit, Visits.MISSED))
                .build();
    }

    private static <T> List<T> contents(List<Event<T>> events) {
        return events.stream().map(Event::content).toList();
    }
}
