package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.OutreachRefused;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.SegmentMembershipChanged;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.segment.campaign.Enrolment.State;
import com.ovhi.outreach.segment.campaign.Executions.Fact;
import com.ovhi.outreach.segment.population.OptOut;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What patients do moves them on in their campaigns or out of them; {@link JobOutcomes} says what becomes of messages. A step is held before where its
 * patient stands, as a campaign that goes on does it, which asks for steps again before it takes the next.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
class Outcomes {

    /** Why a request was refused that is asked for again by itself. */
    private static final String HELD = "campaign-held";

    private static final Duration ANSWERS_WITHIN = Duration.ofDays(7);

    private static final Set<Intent> FOR_STAFF = EnumSet.of(
            Intent.RESCHEDULE, Intent.QUESTION, Intent.OTHER, Intent.WRONG_PERSON, Intent.EMERGENCY, Intent.CANCEL);

    private final Enrolments enrolments;
    private final Standings standings;
    private final Executions executions;
    private final Versions versions;
    private final Entry entry;
    private final StepWithdrawals withdrawals;
    private final Objections objections;
    private final RefusedSteps refusedSteps;
    private final Clock clock;

    Outcomes(
            Enrolments enrolments,
            Standings standings,
            Executions executions,
            Versions versions,
            Entry entry,
            StepWithdrawals withdrawals,
            Objections objections,
            RefusedSteps refusedSteps,
            Clock clock) {
        this.enrolments = enrolments;
        this.standings = standings;
        this.executions = executions;
        this.versions = versions;
        this.entry = entry;
        this.withdrawals = withdrawals;
        this.objections = objections;
        this.refusedSteps = refusedSteps;
        this.clock = clock;
    }

    /** What was asked for becomes no message, or none any more. */
    void refused(OutreachRefused refusal) {
        if (refusal.step() != null && !HELD.equals(refusal.reason())) {
            refusedSteps.told(refusal);
        }
    }

    /** A patient has objected at the provider. */
    void objected(DeliveryReported report) {
        var job = report.jobId();
        if (job == null) {
            return;
        }
        var fact = report.state() == DeliveryState.COMPLAINED ? Fact.COMPLAINED : Fact.OPTED_OUT;
        executions
                .of(job)
                .ifPresentOrElse(
                        execution -> objected(execution, job, fact, clock.instant()),
                        () -> Optional.ofNullable(report.patientId())
                                .ifPresent(each -> objections.toldElsewhere(job, each, fact, clock.instant())));
    }

    /** A patient has objected to what is known, perhaps only by now, to be this message: its campaign ends for them. */
    void objected(Execution execution, UUID job, Fact fact, Instant at) {
        objections.told(execution, job, fact, at);
        standings.now(execution).ifPresent(each -> end(each, Goal.OPTED_OUT));
    }

    /**
     * A patient took back what they had allowed. Who wants no marketing any longer is told everything else as before; what was
     * said under another record ends the campaigns of this one, and was held against its message then.
     */
    @EventListener
    void optedOut(OptOut optOut) {
        if (!optOut.takenOver()) {
            objections
                    .lastBefore(optOut)
                    .filter(each -> !optOut.ofMarketing() || isMarketing(each))
                    .ifPresent(each -> objections.supposed(each, optOut));
        }
        enrolments.ofPatient(optOut.organizationId(), optOut.patientId()).stream()
                .filter(each -> !optOut.ofMarketing() || onlyMarketing(each))
                .forEach(each -> end(each, Goal.OPTED_OUT));
    }

    private boolean onlyMarketing(Enrolment enrolment) {
        return versions.read(enrolment.campaignId(), enrolment.version()).steps().stream()
                .allMatch(each -> each.purpose().marketing());
    }

    private boolean isMarketing(Execution execution) {
        var steps = versions.read(execution.campaignId(), execution.version()).steps();
        return steps.get(execution.step() - 1).purpose().marketing();
    }

    /** A patient has written. What answers no message of a campaign may still be what one of them waits for. */
    void reply(ReplyUnderstood reply, long organizationId, long patientId) {
        var overtook = overtook(reply, organizationId, patientId);
        var named = overtook.isPresent() ? null : reply.jobId();
        var answered = overtook.or(() -> named == null
                ? executions.lastSent(
                        organizationId, patientId, reply.receivedAt().minus(ANSWERS_WITHIN))
                : executions.of(named));
        answered.ifPresent(execution -> executions.first(execution, Fact.ANSWERED, reply.receivedAt()));
        if (reply.intent() == Intent.STOP) {
            stopped(answered, named, patientId, reply.receivedAt());
            enrolments.ofPatient(organizationId, patientId).forEach(each -> end(each, Goal.OPTED_OUT));
        } else {
            answered.filter(_ -> FOR_STAFF.contains(reply.intent()))
                    .ifPresent(execution -> executions.first(execution, Fact.FOR_STAFF, reply.receivedAt()));
            answered.flatMap(standings::of).ifPresent(each -> answered(each, reply.intent()));
        }
    }

    /** A STOP that was taken to answer a question is rather to what a campaign wrote after it on the same channel. */
    private Optional<Execution> overtook(ReplyUnderstood reply, long organizationId, long patientId) {
        var asked = reply.intent() == Intent.STOP ? reply.askedAt() : null;
        return asked == null
                ? Optional.empty()
                : executions.lastSent(organizationId, patientId, reply.channel(), asked, reply.receivedAt());
    }

    /** A STOP that names a message of nobody's campaign is held against none; nor is one that names none beside it. */
    private void stopped(Optional<Execution> answered, @Nullable UUID named, long patientId, Instant at) {
        if (named != null && answered.isEmpty()) {
            objections.toldElsewhere(named, patientId, Fact.OPTED_OUT, at);
        } else if (named != null) {
            answered.ifPresent(execution -> objections.told(execution, named, Fact.OPTED_OUT, at));
        } else {
            answered.filter(_ -> !objections.knownElsewhere(patientId, at))
                    .ifPresent(execution -> objections.told(execution, Fact.OPTED_OUT, at));
        }
    }

    private void answered(Enrolment enrolment, Intent intent) {
        enrolments.did(enrolment, "replied");
        var ended = false;
        if (intent == Intent.CONFIRM) {
            enrolments.did(enrolment, "confirmed");
            ended = end(enrolment, Goal.CONFIRMED);
        }
        if (!ended && !end(enrolment, Goal.REPLIED) && enrolment.state() == State.AWAITING) {
            var now = clock.instant();
            var course = versions.read(enrolment.campaignId(), enrolment.version());
            var place = enrolment.nextStep();
            var next = place < course.steps().size() ? course.steps().get(place).afterReply(place) : place;
            enrolments.save(List.of(enrolment.at(next, now).taken(now, enrolment.anchor())), now);
        }
    }

    /** A visit was booked; what is told late counts only for those who were enrolled before. */
    void booked(AppointmentBooked visit, Instant at) {
        enrolments.ofPatient(visit.organizationId(), visit.patientId()).stream()
                .filter(each -> enrolments.enrolledBy(each, at))
                .forEach(each -> {
                    enrolments.did(each, "booked");
                    end(each, Goal.BOOKED);
                });
    }

    /** A patient has entered or left a segment, by now perhaps some time ago. */
    void membership(SegmentMembershipChanged change) {
        if (change.member()) {
            entry.entered(change.segmentId(), change.patientId(), change.changedAt(), clock.instant());
            return;
        }
        enrolments.ofSegment(change.segmentId(), change.patientId()).stream()
                .filter(each -> !entry.cameBack(each, change.segmentId(), change.changedAt()))
                .forEach(each -> end(each, Goal.LEFT_SEGMENT));
    }

    /**
     * Lets a patient leave if that is what their version ends on, and takes back what they have not been sent; whether it
     * did. Who had gone through it all leaves another way only if there was something to take back.
     */
    private boolean end(Enrolment enrolment, Goal goal) {
        if (!enrolment.open()
                || !versions.read(enrolment.campaignId(), enrolment.version())
                        .terms()
                        .endsOn(goal)) {
            return false;
        }
        var leaving = List.of(enrolment.exited(goal.reason()));
        var takenBack = withdrawals.of(leaving);
        if (enrolment.state() == State.EXITED && takenBack == 0) {
            return false;
        }
        enrolments.save(leaving, clock.instant());
        return true;
    }
}
