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
                .onTogether(PatientRegistered.class, events -> visits.registered(contents(events)))
                .onTogether("appointment.booked", AppointmentBooked.class, visits::booked)
                .onTogether("appointment.moved", AppointmentBooked.class, visits::booked)
                .onTogether("appointment.cancelled", AppointmentClosed.class, closed(visits, Visits.CANCELLED))
                .onTogether("appointment.completed", AppointmentClosed.class, closed(visits, Visits.COMPLETED))
                .onTogether("appointment.no_show", AppointmentClosed.class, closed(visits, Visits.MISSED))
                .build();
    }

    private static Consumer<List<Event<AppointmentClosed>>> closed(Visits visits, String state) {
        return events -> visits.closed(state, events);
    }

    private static <T> List<T> contents(List<Event<T>> events) {
        return events.stream().map(Event::content).toList();
    }
}
