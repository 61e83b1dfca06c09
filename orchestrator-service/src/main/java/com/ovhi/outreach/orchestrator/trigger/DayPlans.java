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
import org.jspecify.annotations.Nullable;
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
        var plan = anew(visit);
        var day = visits.ofDay(visit);
        remind(day, plan, known, event, day.size() > 1, day.stream().anyMatch(this::waits), null);
    }

    /**
     * Reminds of a visit that was on such a day of another record of its patient before: of everything that is still to come,
     * for nobody has just been told of it.
     */
    void moved(Booked visit, Unsent before, Circumstances known, EventHeaders event) {
        var day = visits.ofDay(visit);
        var unsent = before.or(unsent(day));
        remind(day, anew(visit), known, event, day.size() > 1, unsent.last(), unsent.early());
    }

    /** What of the reminders of a visit's day is not sent. */
    Unsent unsent(Booked visit) {
        return unsent(visits.ofDay(visit));
    }

    private Unsent unsent(List<Booked> day) {
        if (day.isEmpty()) {
            return Unsent.NOTHING;
        }
        var cadence = settings.of(day.getFirst().organizationId()).cadence();
        return new Unsent(
                isUnsent(day, VisitRules.lastDay(cadence) + "d"),
                cadence.earlyDays() > 0 && isUnsent(day, cadence.earlyDays() + "d"));
    }

    private boolean isUnsent(List<Booked> day, String which) {
        return day.stream()
                .anyMatch(each -> jobs.isUnsent(
                        each.organizationId(), VisitRef.of(each.appointmentId()), Purpose.APPT_REMINDER, which));
    }

    /**
     * Reminders of a day that were planned and are not sent.
     *
     * @param last whether the last one is, past its time perhaps
     * @param early whether the early one is
     */
    record Unsent(boolean last, boolean early) {

        static final Unsent NOTHING = new Unsent(false, false);

        Unsent or(Unsent other) {
            return new Unsent(last || other.last, early || other.early);
        }
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

    /** What the last reminder of a day is called. */
    String last(long organizationId) {
        return VisitRules.lastDay(settings.of(organizationId).cadence()) + "d";
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
        remind(day, plan, known, event, true, awaited, null);
    }

    private Plan anew(Booked visit) {
        return plans.anew(
                visit.organizationId(), visit.patientId(), visit.start().toLocalDate());
    }

    /** @param early of a day of which nobody has just been told, whether the early reminder is among those still to come; else null */
    private void remind(
            List<Booked> day,
            Plan plan,
            Circumstances known,
            EventHeaders event,
            boolean anew,
            boolean awaited,
            @Nullable Boolean early) {
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
        var due = early == null
                ? rules.reminders(first.start(), event.time(), missed, cadence, now)
                : rules.remaining(first.start(), early, missed, cadence, now);
        Stream.concat(overdue.stream(), due.stream())
                .map(wish -> wish.named(wish.which() + suffix))
                .map(wish -> wishes.publish(wish, subject, event.id(), known.organization(), time))
                .forEach(request -> plans.ask(request, plan));
    }
}
