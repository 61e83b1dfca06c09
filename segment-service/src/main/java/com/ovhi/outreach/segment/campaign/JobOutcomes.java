package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.ids.Milestone;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What becomes of the messages of campaigns. What was heard together is taken over together, as if it had been one by one: a few
 * statements for each campaign, however many messages. The steps are held first and where their patients stand afterwards, as a
 * campaign that goes on holds them, and each in the order of their keys.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
class JobOutcomes {

    /** Why a job is called off whose message still comes: by another job, or once a paused campaign goes on. */
    private static final Set<String> STEPPING_ASIDE =
            Set.of("campaign-held", "other-channel", "other-time", "household", "worded-anew");

    /** A person's decision about this patient: nobody is asked for it again. */
    private static final String BY_STAFF = "cancelled-by-caller";

    private static final Map<Milestone, String> DEEDS = Map.of(
            Milestone.DELIVERED, "delivered",
            Milestone.OPENED, "opened",
            Milestone.CLICKED, "clicked");

    /** What is judged by where its patient stands, or changes that. */
    private static final Set<Milestone> OF_PATIENTS = EnumSet.of(
            Milestone.SCHEDULED,
            Milestone.SENT,
            Milestone.DELIVERED,
            Milestone.OPENED,
            Milestone.CLICKED,
            Milestone.REPLIED);

    private final Fates fates;
    private final Standings standings;
    private final Enrolments enrolments;
    private final Versions versions;
    private final Departures departures;
    private final StepWithdrawals withdrawals;
    private final Clock clock;

    JobOutcomes(
            Fates fates,
            Standings standings,
            Enrolments enrolments,
            Versions versions,
            Departures departures,
            StepWithdrawals withdrawals,
            Clock clock) {
        this.fates = fates;
        this.standings = standings;
        this.enrolments = enrolments;
        this.versions = versions;
        this.departures = departures;
        this.withdrawals = withdrawals;
        this.clock = clock;
    }

    /** Messages have come further, in this order; those of no campaign are passed over. */
    void changed(List<JobChanged> jobs) {
        jobs.stream()
                .filter(each -> each.campaignId() != null)
                .collect(Collectors.groupingBy(
                        each -> Objects.requireNonNull(each.campaignId()), TreeMap::new, Collectors.toList()))
                .forEach(this::changed);
    }

    private void changed(long campaignId, List<JobChanged> jobs) {
        var steps = fates.hold(campaignId, jobs);
        if (steps.isEmpty()) {
            return;
        }
        var whereabouts = whereabouts(campaignId, jobs, steps.keySet());
        var news = new ArrayList<News>();
        jobs.forEach(job -> ToldStep.of(job, steps.getOrDefault(job.patientId(), List.of()))
                .ifPresent(step -> {
                    if (tell(job, step, whereabouts)) {
                        news.add(new Left(step.execution(), job.occurredAt()));
                    }
                    Optional.ofNullable(DEEDS.get(job.milestone()))
                            .ifPresent(deed -> news.add(new Did(step.execution(), deed)));
                }));
        var told = steps.values().stream()
                .flatMap(List::stream)
                .filter(ToldStep::changed)
                .toList();
        fates.write(told);
        moveOn(campaignId, news, whereabouts);
    }

    private Whereabouts whereabouts(long campaignId, List<JobChanged> jobs, Set<Long> known) {
        var patients = jobs.stream()
                .filter(each -> OF_PATIENTS.contains(each.milestone()))
                .map(JobChanged::patientId)
                .filter(known::contains)
                .collect(Collectors.toSet());
        return patients.isEmpty() ? Whereabouts.UNKNOWN : standings.whereabouts(campaignId, patients);
    }

    /** Whether it is news that the message has left: what comes after it tells it again. */
    private boolean tell(JobChanged job, ToldStep step, Whereabouts whereabouts) {
        var unsent = step.fate().sentAt() == null;
        switch (job.milestone()) {
            case SENT, DELIVERED, OPENED, CLICKED, REPLIED -> {
                step.tell(fate -> fate.sent(job.jobId(), job.channel(), job.occurredAt()));
                return unsent;
            }
            case BOUNCED, FAILED, EXPIRED ->
                step.tell(fate -> fate.ended(job.milestone().code(), job.occurredAt()));
            case CANCELLED -> cancelled(job, step);
            case SCHEDULED -> scheduled(job, step, whereabouts);
            case PROCESSING, UNDER_REVIEW -> step.tell(fate -> fate.told(job.jobId()));
        }
        return false;
    }

    private static void cancelled(JobChanged job, ToldStep step) {
        if (job.reason() != null && STEPPING_ASIDE.contains(job.reason())) {
            step.tell(fate -> fate.steppedAside(job.jobId()));
        } else {
            var byStaff = BY_STAFF.equals(job.reason());
            step.tell(fate -> fate.ended(byStaff ? BY_STAFF : job.milestone().code(), job.occurredAt()));
        }
    }

    /** A job was made, also of what was asked for before its patient reached a goal: then it comes too late. */
    private void scheduled(JobChanged job, ToldStep step, Whereabouts whereabouts) {
        step.tell(fate -> fate.told(job.jobId()));
        whereabouts
                .over(step.execution())
                .filter(StepWithdrawals::because)
                .ifPresentOrElse(
                        why -> withdrawals.of(step.execution(), job.organizationId(), why),
                        () -> step.tell(Fate::pending));
    }

    /** Patients go on from messages that have left, and what they did is kept: as far as any of it matters to where they stand. */
    private void moveOn(long campaignId, List<News> news, Whereabouts whereabouts) {
        var courses = new Courses(versions, campaignId);
        var mattering = news.stream()
                .filter(each -> matters(each, whereabouts, courses))
                .toList();
        if (mattering.isEmpty()) {
            return;
        }
        var held = standings.hold(
                campaignId,
                mattering.stream().map(each -> each.execution().patientId()).collect(Collectors.toSet()),
                whereabouts);
        var movedOn = new TreeMap<Long, Enrolment>();
        var deeds = new TreeMap<String, Set<Long>>();
        for (var each : mattering) {
            var enrolment = held.of(each.execution()).map(one -> movedOn.getOrDefault(one.patientId(), one));
            switch (each) {
                case Left(var execution, var at) ->
                    enrolment
                            .flatMap(one -> departures.left(one, execution, at, courses))
                            .ifPresent(one -> movedOn.put(one.patientId(), one));
                case Did did ->
                    enrolment.ifPresent(one -> deeds.computeIfAbsent(did.deed(), _ -> new TreeSet<>())
                            .add(one.patientId()));
            }
        }
        write(campaignId, movedOn.values(), deeds);
    }

    /** Nobody knows what matters to a record that may be about to be taken over. */
    private boolean matters(News news, Whereabouts whereabouts, Courses courses) {
        return whereabouts.unknown(news.execution().patientId()).isPresent()
                || whereabouts
                        .of(news.execution())
                        .filter(each -> matters(news, each, courses))
                        .isPresent();
    }

    private boolean matters(News news, Enrolment enrolment, Courses courses) {
        return switch (news) {
            case Left _ -> departures.concern(enrolment, courses);
            case Did did -> !Boolean.TRUE.equals(enrolment.deeds().get(did.deed()));
        };
    }

    private void write(long campaignId, Collection<Enrolment> movedOn, Map<String, Set<Long>> deeds) {
        if (!movedOn.isEmpty()) {
            enrolments.save(List.copyOf(movedOn), clock.instant());
        }
        deeds.forEach((deed, patients) -> enrolments.did(campaignId, patients, deed));
    }

    /** What a job tells of a step that matters beyond it. */
    private sealed interface News permits Left, Did {
        Execution execution();
    }

    /** Its message has left. */
    private record Left(Execution execution, Instant at) implements News {}

    /** Its patient did something. */
    private record Did(Execution execution, String deed) implements News {}
}
