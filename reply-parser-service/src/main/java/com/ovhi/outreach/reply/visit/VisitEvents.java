package com.ovhi.outreach.reply.visit;

import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Follows the visits of OVHI core. */
@Configuration(proxyBeanMethods = false)
class VisitEvents {

    @Bean
    Consumer<Message<List<byte[]>>> appointmentEvents(EventConsumers consumers, Visits visits) {
        BiConsumer<AppointmentClosed, Object> closed = (visit, _) -> visits.closed(visit);
        return consumers
                .named("reply-parser-service.visits")
                .on("appointment.booked", AppointmentBooked.class, (visit, _) -> visits.booked(visit))
                .on("appointment.moved", AppointmentBooked.class, (visit, _) -> visits.booked(visit))
                .on("appointment.cancelled", AppointmentClosed.class, closed::accept)
                .on("appointment.arrived", AppointmentClosed.class, closed::accept)
                .on("appointment.completed", AppointmentClosed.class, closed::accept)
                .on("appointment.no_show", AppointmentClosed.class, closed::accept)
                .build();
    }
}
