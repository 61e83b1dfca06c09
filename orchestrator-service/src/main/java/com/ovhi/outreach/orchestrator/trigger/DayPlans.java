package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.job.Outlook;
import com.ovhi.outreach.orchestrator.projection.Booked;
import com.ovhi.outreach.orchestrator.projection.Insights;
import com.ovhi.outreach.orchestrator.projection.VisitDays;
import com.ovhi.outreach.orchestrator.projection.VisitDays.Asked;
import com.ovhi.outreach.orchestrator.projection.VisitDays.Plan;
import com.ovhi.outreach.orchestrator.projection.VisitRef;
import com.ovhi.outreach.orchestrator.projection.Visits;
import com.ovhi.outreach.orchestrator.settings.Cadence;
import com.ovhi.outreach.orchestrator.settings.SettingsLedger;
import com.ovhi.outreach.orchestrator.trigger.KnownCircumstances.Circumstances;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
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
    private final Wishes requests;
    private final SettingsLedger settings;
    private final Insights insights;
    private final Clock clock;

    DayPlans(
            Visits visits,
            VisitDays plans,
            JobLedger jobs,
            Cancellations cancellations,
            VisitRules rules,
            Wishes requests,
            SettingsLedger settings,
            Insights insights,
            Clock clock) {
        this.visits = visits;
        this.plans = plans;
        this.jobs = jobs;
        this.cancellations = cancellations;
        this.rules = rules;
        this.requests = requests;
        this.settings = settings;
        this.insights = insights;
        this.clock = clock;
    }

    /** Reminds of a visit that is new on its day; a merge may have planned the day before its booking had its turn. */
    void joined(Booked visit, Circumstances known, EventHeaders event) {
        var plan = anew(visit);
        var day = visits.ofDay(visit);
        var awaited = day.stream().anyMatch(this::waits) || gaveUpLast(plan);
        remind(day, plan, known, event, day.size() > 1 || plan.number() > 1, due(day.getFirst(), awaited, event));
    }

    /**
     * Reminds of the day of a visit that another record of its patient had until now: of everything that is still to come, for
     * nobody has just been told of it. But a day stays as it is, each message in its own slot, as long as any of them may
     * be under way, was told under one of the records, would be left out, or is being decided; and as long as anything waits
     * on a day of the other record alone, for there is nothing to bring together.
     *
     * @param moved the visits that were the other record's
     */
    void moved(Booked visit, Set<Long> moved, Circumstances known, EventHeaders event) {
        var day = visits.ofDay(visit);
        var outlook = day.stream().map(this::outlook).reduce(Outlook.NOTHING, Outlook::and);
        if (!outlook.open().isEmpty() && day.stream().map(Booked::appointmentId).allMatch(moved::contains)) {
            return;
        }
        var wishes = ahead(day.getFirst(), outlook);
        if (outlook.isReplaceableBy(wishes.stream().map(Wish::which).collect(Collectors.toSet()))
                && day.stream().allMatch(this::isDecided)) {
            remind(day, anew(visit), known, event, true, wishes);
        }
    }

    /** Whether nothing is being decided of the day of a visit, which is the one of the first only in its own zone. */
    private boolean isDecided(Booked visit) {
        return plans.isDecided(
                visit.organizationId(), visit.patientId(), visit.start().toLocalDate());
    }

    private Outlook outlook(Booked visit) {
        return jobs.outlook(
                visit.organizationId(), VisitRef.of(visit.appointmentId()), visit.version(), Purpose.APPT_REMINDER);
    }

    /** What a day that begins with a visit calls for, whenever it was booked. */
    private List<Wish> ahead(Booked first, Outlook outlook) {
        var cadence = settings.of(first.organizationId()).cadence();
        var early = outlook.open().contains(cadence.earlyDays() + "d");
        var awaited = outlook.open().contains(VisitRules.lastDay(cadence) + "d");
        return wishes(
                first, awaited, missed -> rules.remaining(first.start(), early, missed, cadence, clock.instant()));
    }

    /** What it calls for after a change of which its patient has just been told. */
    private List<Wish> due(Booked first, boolean awaited, EventHeaders event) {
        var cadence = settings.of(first.organizationId()).cadence();
        return wishes(
                first,
                awaited,
                missed -> rules.reminders(first.start(), event.time(), missed, cadence, clock.instant()));
    }

    /**
     * With the last reminder of the day if its time has passed: quiet hours or caps may hold it back; it is called off, so it
     * has to be asked for again.
     *
     * @param awaited whether it was still waiting
     * @param due the others, by how many visits were missed
     */
    private List<Wish> wishes(Booked first, boolean awaited, IntFunction<List<Wish>> due) {
        var cadence = settings.of(first.organizationId()).cadence();
        var missed = missed(first, cadence);
        var overdue = awaited ? rules.overdue(first.start(), missed, cadence, clock.instant()) : Optional.<Wish>empty();
        return Stream.concat(overdue.stream(), due.apply(missed).stream()).toList();
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
        return jobs.waits(
                visit.organizationId(),
                VisitRef.of(visit.appointmentId()),
                Purpose.APPT_REMINDER,
                last(visit.organizationId()));
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
        if (!day.isEmpty()) {
            remind(day, plan, known, event, true, due(day.getFirst(), awaited || gaveUpLast(plan), event));
        }
    }

    /** Whether the last reminder of the day had been asked for and not been decided when it was planned anew. */
    private boolean gaveUpLast(Plan plan) {
        return plan.undecided().contains(last(plan.organizationId()));
    }

    /** The name of the last day reminder. */
    private String last(long organizationId) {
        return VisitRules.lastDay(settings.of(organizationId).cadence()) + "d";
    }

    /**
     * Asks by the newest plan of a day for its last reminder, if an older one had asked for it and nobody was told: that one was
     * called off when it might have been under way, so that nobody has asked again. Nothing if a later plan has.
     */
    void untold(Asked asked, Circumstances known, EventHeaders event) {
        if (!asked.name().equals(last(asked.organizationId()))) {
            return;
        }
        var day = visits.ahead(asked.organizationId(), asked.patientId(), clock.instant()).stream()
                .filter(each -> each.start().toLocalDate().equals(asked.date()))
                .findFirst()
                .map(visits::ofDay)
                .orElse(List.of());
        if (!day.isEmpty()) {
            plans.withoutAsking(asked)
                    .ifPresent(plan -> ask(day, plan, known, event, "." + plan.number(), overdue(day.getFirst())));
        }
    }

    private List<Wish> overdue(Booked first) {
        var cadence = settings.of(first.organizationId()).cadence();
        return rules.overdue(first.start(), missed(first, cadence), cadence, clock.instant()).stream()
                .toList();
    }

    private Plan anew(Booked visit) {
        return plans.anew(
                visit.organizationId(), visit.patientId(), visit.start().toLocalDate());
    }

    /** @param anew whether what waits is called off, and told by these wishes */
    private void remind(
            List<Booked> day, Plan plan, Circumstances known, EventHeaders event, boolean anew, List<Wish> wishes) {
        plans.tell(plan, VisitTime.named(day));
        if (anew) {
            day.forEach(each -> cancellations.about(
                    each.organizationId(),
                    VisitRef.of(each.appointmentId()),
                    Purpose.APPT_REMINDER,
                    "day-planned-anew"));
        }
        ask(day, plan, known, event, anew ? "." + plan.number() : "", wishes);
    }

    /** @param suffix of the names of the messages, by which those of a plan are told from those of others */
    private void ask(
            List<Booked> day, Plan plan, Circumstances known, EventHeaders event, String suffix, List<Wish> wishes) {
        var first = day.getFirst();
        var subject = new Subject(
                first.organizationId(),
                first.patientId(),
                first.providerId(),
                VisitRef.of(first.appointmentId()),
                first.version());
        var time = VisitTime.of(day);
        for (var wish : wishes) {
            var request = requests.publish(
                    wish.named(wish.which() + suffix), subject, event.id(), known.organization(), time);
            plans.ask(request, plan, wish.which());
        }
    }
}
