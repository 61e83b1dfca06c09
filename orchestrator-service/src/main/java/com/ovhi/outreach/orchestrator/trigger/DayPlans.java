package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.projection.VisitDays;
import com.ovhi.outreach.orchestrator.projection.VisitDays.Plan;
import com.ovhi.outreach.orchestrator.projection.VisitRef;
import com.ovhi.outreach.orchestrator.projection.Visits;
import com.ovhi.outreach.orchestrator.projection.Visits.Booked;
import com.ovhi.outreach.orchestrator.settings.SettingsLedger;
import com.ovhi.outreach.orchestrator.trigger.KnownCircumstances.Circumstances;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The reminders of one patient's day: several visits on a day are told in one reminder, of the first of them. Whatever
 * changes on that day, its reminders are made anew: those that wait are called off, and those that are still to be
 * decided belong to a plan that is not the newest any more. Thread-safe.
 */
@Component
class DayPlans {

    private final Visits visits;
    private final VisitDays plans;
    private final JobLedger jobs;
    private final VisitRules rules;
    private final Wishes wishes;
    private final SettingsLedger settings;
    private final Clock clock;

    DayPlans(
            Visits visits,
            VisitDays plans,
            JobLedger jobs,
            VisitRules rules,
            Wishes wishes,
            SettingsLedger settings,
            Clock clock) {
        this.visits = visits;
        this.plans = plans;
        this.jobs = jobs;
        this.rules = rules;
        this.wishes = wishes;
        this.settings = settings;
        this.clock = clock;
    }

    /** Reminds of a visit that is new on its day. */
    void joined(Booked visit, Circumstances known, EventHeaders event) {
        var plan = anew(visit);
        var day = visits.ofDay(visit);
        remind(day, plan, known, event, day.size() > 1);
    }

    /** Reminds of what is left of a day without this visit. */
    void left(Booked visit, Circumstances known, EventHeaders event) {
        var plan = anew(visit);
        var day = visits.ofDay(visit).stream()
                .filter(each -> each.appointmentId() != visit.appointmentId())
                .toList();
        remind(day, plan, known, event, true);
    }

    private Plan anew(Booked visit) {
        return plans.anew(
                visit.organizationId(), visit.patientId(), visit.start().toLocalDate());
    }

    private void remind(List<Booked> day, Plan plan, Circumstances known, EventHeaders event, boolean anew) {
        if (day.isEmpty()) {
            return;
        }
        var first = day.getFirst();
        plans.tell(plan, day);
        if (anew) {
            day.forEach(each -> jobs.cancelAbout(
                    each.organizationId(),
                    VisitRef.of(each.appointmentId()),
                    Purpose.APPT_REMINDER,
                    "day-planned-anew"));
        }
        var subject = new Subject(
                first.organizationId(),
                first.patientId(),
                first.providerId(),
                VisitRef.of(first.appointmentId()),
                first.version());
        var time = VisitTime.of(day, known.patient().language());
        var suffix = anew ? "." + plan.number() : "";
        rules
                .reminders(
                        first.start(),
                        event.time(),
                        settings.of(first.organizationId()).cadence(),
                        clock.instant())
                .stream()
                .map(wish -> wish.named(wish.which() + suffix))
                .map(wish -> wishes.publish(wish, subject, event.id(), known.organization(), time))
                .forEach(request -> plans.ask(request, plan));
    }
}
