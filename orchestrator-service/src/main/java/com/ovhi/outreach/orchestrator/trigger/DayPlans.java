package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.projection.Booked;
import com.ovhi.outreach.orchestrator.projection.Insights;
import com.ovhi.outreach.orchestrator.projection.VisitDays;
import com.ovhi.outreach.orchestrator.projection.VisitDays.Plan;
import com.ovhi.outreach.orchestrator.projection.VisitRef;
import com.ovhi.outreach.orchestrator.projection.Visits;
import com.ovhi.outreach.orchestrator.settings.Cadence;
import com.ovhi.outreach.orchestrator.settings.SettingsLedger;
import com.ovhi.outreach.orchestrator.trigger.KnownCircumstances.Circumstances;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
    private final Cancellations cancellations;
    private final VisitRules rules;
    private final Wishes wishes;
    private final SettingsLedger settings;
    private final Insights insights;
    private final Clock clock;

    DayPlans(
            Visits visits,
            VisitDays plans,
            JobLedger jobs,
            Cancellations cancellations,
            VisitRules rules,
            Wishes wishes,
            SettingsLedger settings,
            Insights insights,
            Clock clock) {
        this.visits = visits;
        this.plans = plans;
        this.jobs = jobs;
        this.cancellations = cancellations;
        this.rules = rules;
        this.wishes = wishes;
        this.settings = settings;
        this.insights = insights;
        this.clock = clock;
    }

    /** Reminds of a visit that is new on its day. */
    void joined(Booked visit, Circumstances known, EventHeaders event) {
        joined(visit, false, known, event);
    }

    /**
     * The same for one that was on such a day of another record of its patient before.
     *
     * @param awaited whether the last reminder of that day was still waiting
     */
    void joined(Booked visit, boolean awaited, Circumstances known, EventHeaders event) {
        var plan = anew(visit);
        var day = visits.ofDay(visit);
        remind(day, plan, known, event, day.size() > 1, awaited || day.stream().anyMatch(this::waits));
    }

    /** How many of the last visits the patient missed, or as many as make a high risk where one was learned. */
    private int missed(Booked visit, Cadence cadence) {
        var missed = visits.missed(
                visit.organizationId(), visit.patientId(), cadence.visits().highRiskAmong());
        return insights.of(visit.organizationId(), visit.patientId()).highRisk()
                ? Math.max(missed, cadence.visits().highRiskMisses())
                : missed;
    }

    /** Whether the last reminder of a visit's day still waits, past its time perhaps. */
    boolean isAwaited(Booked visit) {
        return visits.ofDay(visit).stream().anyMatch(this::waits);
    }

    private boolean waits(Booked visit) {
        var last = VisitRules.lastDay(settings.of(visit.organizationId()).cadence());
        return jobs.waits(
                visit.organizationId(), VisitRef.of(visit.appointmentId()), Purpose.APPT_REMINDER, last + "d");
    }

    /**
     * Reminds of what is left of a day without this visit.
     *
     * @param awaited whether the last reminder of the day was still waiting before the visit left it
     */
    void left(Booked visit, boolean awaited, Circumstances known, EventHeaders event) {
        var plan = anew(visit);
        var day = visits.ofDay(visit).stream()
                .filter(each -> each.appointmentId() != visit.appointmentId())
                .toList();
        remind(day, plan, known, event, true, awaited);
    }

    private Plan anew(Booked visit) {
        return plans.anew(
                visit.organizationId(), visit.patientId(), visit.start().toLocalDate());
    }

    private void remind(
            List<Booked> day, Plan plan, Circumstances known, EventHeaders event, boolean anew, boolean awaited) {
        if (day.isEmpty()) {
            return;
        }
        var first = day.getFirst();
        plans.tell(plan, VisitTime.named(day));
        if (anew) {
            day.forEach(each -> cancellations.about(
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
        var time = VisitTime.of(day);
        var suffix = anew ? "." + plan.number() : "";
        var cadence = settings.of(first.organizationId()).cadence();
        var missed = missed(first, cadence);
        var now = clock.instant();
        // Quiet hours or caps may hold a reminder back past its time; it is called off, so it has to be asked for
        // again.
        var overdue = awaited ? rules.overdue(first.start(), missed, cadence, now) : Optional.<Wish>empty();
        Stream.concat(overdue.stream(), rules.reminders(first.start(), event.time(), missed, cadence, now).stream())
                .map(wish -> wish.named(wish.which() + suffix))
                .map(wish -> wishes.publish(wish, subject, event.id(), known.organization(), time))
                .forEach(request -> plans.ask(request, plan));
    }
}
