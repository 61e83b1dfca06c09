package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.analytics.fact.VisitState.Outcome;
import com.ovhi.outreach.analytics.fact.Visits.VisitTold;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes over how visits ended, for the jobs that were about them. */
@Component
@Transactional
class VisitCounting {

    private final Visits visits;
    private final Counting counting;
    private final Pseudonyms pseudonyms;

    VisitCounting(Visits visits, Counting counting, Pseudonyms pseudonyms) {
        this.visits = visits;
        this.counting = counting;
        this.pseudonyms = pseudonyms;
    }

    /** Visits booked or moved are open, whatever was said of an earlier version. */
    void booked(List<Event<AppointmentBooked>> events) {
        take(events.stream()
                .map(Event::content)
                .map(each -> new VisitTold(
                        pseudonyms.visit(each.organizationId(), each.appointmentId()),
                        each.organizationId(),
                        pseudonyms.patient(each.patientId()),
                        new VisitState(each.version(), Outcome.OPEN, null)))
                .toList());
    }

    /** Visits ended; when, the events' headers say. */
    void closed(Outcome outcome, List<Event<AppointmentClosed>> events) {
        take(events.stream()
                .map(each -> new VisitTold(
                        pseudonyms.visit(
                                each.content().organizationId(), each.content().appointmentId()),
                        each.content().organizationId(),
                        pseudonyms.patient(each.content().patientId()),
                        new VisitState(
                                each.content().version(),
                                outcome,
                                each.headers().time())))
                .toList());
    }

    private void take(List<VisitTold> told) {
        var states = visits.tell(told);
        var jobs = visits.jobs(states.keySet());
        counting.hear(jobs.entrySet().stream()
                .map(each -> new News.Visited(each.getKey(), Objects.requireNonNull(states.get(each.getValue()))))
                .toList());
    }
}
