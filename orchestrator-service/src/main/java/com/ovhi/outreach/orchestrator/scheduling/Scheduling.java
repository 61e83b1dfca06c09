package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.audit.AuditTrail;
import com.ovhi.outreach.orchestrator.deadletter.DeadLetters;
import com.ovhi.outreach.orchestrator.decision.DecisionRecord;
import com.ovhi.outreach.orchestrator.decision.Decisions;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import com.ovhi.outreach.orchestrator.job.Contacts;
import com.ovhi.outreach.orchestrator.job.Households;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.job.NewJob;
import com.ovhi.outreach.orchestrator.job.Predecessor;
import com.ovhi.outreach.orchestrator.job.Terms.OwnTimes;
import com.ovhi.outreach.orchestrator.projection.Refills;
import com.ovhi.outreach.orchestrator.projection.Standing;
import com.ovhi.outreach.orchestrator.projection.VisitDays;
import com.ovhi.outreach.orchestrator.projection.Visits;
import com.ovhi.outreach.orchestrator.projection.Visits.State;
import com.ovhi.outreach.orchestrator.rules.SendRules;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Accepted;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Refused;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Carries a decision out: contact slot, job, decision record, audit and events in one transaction. Thread-safe. */
@Service
class Scheduling {

    private final Slots slots;
    private final JobLedger jobs;
    private final SendTimes sendTimes;
    private final Decisions decisions;
    private final Visits visits;
    private final VisitDays days;
    private final Refills refills;
    private final Contacts contacts;
    private final Households households;
    private final DeadLetters deadLetters;
    private final AuditTrail audit;

    Scheduling(
            Slots slots,
            JobLedger jobs,
            SendTimes sendTimes,
            Decisions decisions,
            Visits visits,
            VisitDays days,
            Refills refills,
            Contacts contacts,
            Households households,
            DeadLetters deadLetters,
            AuditTrail audit) {
        this.slots = slots;
        this.jobs = jobs;
        this.sendTimes = sendTimes;
        this.decisions = decisions;
        this.visits = visits;
        this.days = days;
        this.refills = refills;
        this.contacts = contacts;
        this.households = households;
        this.deadLetters = deadLetters;
        this.audit = audit;
    }

    /** Makes the job, unless its subject has changed, its slot is taken or the patient has got other contacts. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Outcome carryOut(Accepted decision, Actor actor) {
        var ask = decision.ask();
        var visit = visit(ask);
        if (!visit.map(known -> suits(known, ask)).orElse(true) || !isPlanned(ask)) {
            return new NotScheduled(refused(ask, Refusal.SUBJECT_SUPERSEDED, Map.of()));
        }
        if (isConfirmed(ask)) {
            return new NotScheduled(refused(ask, Refusal.ALREADY_CONFIRMED, Map.of()));
        }
        var history = contacts.lock(ask.organizationId(), ask.patientId(), ask.slotId(), decision.decidedAt());
        var jobId = Ids.next();
        var place = place(ask, jobId).orElse(null);
        if (place == null) {
            return taken(ask);
        }
        if (!SendRules.ROOM
                .judge(decision.facts().with(history.contacts()), null)
                .allowed()) {
            return new Crowded();
        }
        if (!householdIsCurrent(decision)) {
            return new Crowded();
        }
        jobs.open(job(decision, jobId, place, version(ask, visit)));
        sendTimes.tell(jobId, decision);
        if (decision.household().together()) {
            jobs.takeOver(jobId, decision.household().takenOver());
        }
        decisions.add(ask.occasion(), jobId, decision.record());
        audit.record(
                actor,
                AuditAction.SEND,
                ask.organizationId(),
                ask.patientId(),
                Map.of(
                        "step",
                        "scheduled",
                        "job_id",
                        jobId.toString(),
                        "purpose",
                        ask.purpose().code(),
                        "urgent",
                        Boolean.toString(ask.urgent()),
                        "override_reason",
                        Objects.requireNonNullElse(ask.overrideReason(), "none"),
                        "allowance",
                        decision.facts().kind().code()));
        return new Scheduled(jobId, decision);
    }

    private boolean isConfirmed(Ask ask) {
        var visit = ask.visit();
        return ask.conditions().unlessConfirmed()
                && visit.isPresent()
                && visits.dayConfirmed(ask.organizationId(), visit.getAsLong());
    }

    private boolean householdIsCurrent(Accepted decision) {
        var ask = decision.ask();
        return ask.shared(decision.message().channel(), decision.content().addressHash())
                .map(address -> households.lock(address, ask.patientId()))
                .map(decision.household()::stillIs)
                .orElse(true);
    }

    /** Whether no newer plan of its day, and no other date of its refill, has replaced it. */
    private boolean isPlanned(Ask ask) {
        if (ask.subjectRef() == null) {
            return true;
        }
        return switch (ask.purpose()) {
            case APPT_REMINDER -> days.isCurrent(ask.requestId());
            case RX_REFILL -> refills.isCurrent(ask.requestId());
            case APPT_CONFIRM, NO_SHOW, LAB_READY, CAMPAIGN_EDUCATION, URGENT -> true;
        };
    }

    /** The slot of the occasion: its own, that of the job it follows, or that of one which came to nothing for good. */
    private Optional<Place> place(Ask ask, UUID jobId) {
        var predecessor = ask.predecessor();
        if (predecessor != null && !predecessor.spent()) {
            return passed(predecessor, ask, jobId);
        }
        return slots.take(ask, jobId)
                .map(slot -> new Place(slot, predecessor))
                .or(() -> vacated(ask).flatMap(vacant -> {
                    deadLetters.askedAgain(vacant.jobId());
                    return passed(vacant, ask, jobId);
                }));
    }

    private Optional<Place> passed(Predecessor predecessor, Ask ask, UUID jobId) {
        return slots.pass(predecessor, ask, jobId)
                ? Optional.of(new Place(predecessor.slotId(), predecessor))
                : Optional.empty();
    }

    /** Whoever asks anew, and not once more, for what came to nothing for good may have it. */
    private Optional<Predecessor> vacated(Ask ask) {
        return slots.holder(ask)
                .filter(holder -> !holder.requestId().equals(ask.requestId()))
                .flatMap(holder -> jobs.holdVacant(holder.jobId()));
    }

    /** What is looked at without sending tells of a patient all the same. */
    @Transactional
    public void auditRehearsal(Ask ask, Actor actor) {
        audit.record(
                actor,
                AuditAction.ACCESS,
                ask.organizationId(),
                ask.patientId(),
                Map.of("resource", "rehearsal", "purpose", ask.purpose().code()));
    }

    /** A decision not to send is a decision too. */
    @Transactional
    public void writeDown(Refused refused, Actor actor) {
        var ask = refused.ask();
        decisions.add(ask.occasion(), null, refused.record());
        audit.record(
                actor,
                AuditAction.SEND,
                ask.organizationId(),
                ask.patientId(),
                Map.of(
                        "step",
                        "refused",
                        "request_id",
                        ask.requestId().toString(),
                        "purpose",
                        ask.purpose().code(),
                        "reason",
                        refused.refusal().code()));
    }

    /** What would be refused although every rule allows it. */
    @Transactional
    public Outcome rehearse(Accepted decision) {
        var ask = decision.ask();
        if (!visit(ask).map(known -> suits(known, ask)).orElse(true)) {
            return new NotScheduled(refused(ask, Refusal.SUBJECT_SUPERSEDED, Map.of()));
        }
        var isTaken = slots.holder(ask)
                .filter(holder -> !jobs.isVacant(holder.jobId()))
                .isPresent();
        return isTaken ? taken(ask) : new Scheduled(Ids.next(), decision);
    }

    /** Takes the locks of what a request is about, before anybody locks the job it takes over from. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void holdSubject(Ask ask) {
        visit(ask);
    }

    /** The visit it is about, which does not change until the transaction ends; empty when none is known. */
    private Optional<Standing> visit(Ask ask) {
        var visit = ask.visit();
        return visit.isEmpty() ? Optional.empty() : visits.hold(ask.organizationId(), visit.getAsLong());
    }

    private static @Nullable Integer version(Ask ask, Optional<Standing> visit) {
        var asked = ask.subjectVersion();
        return asked == null && visit.isPresent() ? (Integer) visit.get().version() : asked;
    }

    /** Whether a visit is still what a message was to say of it, and to whom. */
    private static boolean suits(Standing visit, Ask ask) {
        var version = ask.subjectVersion();
        if (version != null && version > visit.version()) {
            return true;
        }
        return (version == null || version == visit.version())
                && switch (ask.purpose()) {
                    case APPT_CONFIRM, APPT_REMINDER ->
                        visit.state() == State.BOOKED && visit.patientId() == ask.patientId();
                    case NO_SHOW -> visit.state() == State.NO_SHOW && visit.patientId() == ask.patientId();
                    case RX_REFILL, LAB_READY, CAMPAIGN_EDUCATION, URGENT -> true;
                };
    }

    private Outcome taken(Ask ask) {
        var holder = slots.holder(ask).orElseThrow(() -> new IllegalStateException("A taken slot has no holder"));
        return holder.requestId().equals(ask.requestId())
                ? new Repeated(holder.jobId())
                : new NotScheduled(refused(ask, Refusal.DUPLICATE_CONTACT, Map.of("job_id", holder.jobId())));
    }

    private static Refused refused(Ask ask, Refusal refusal, Map<String, Object> details) {
        var trail = new Trail(ask);
        trail.refuse("contact-slot", refusal);
        return new Refused(ask, refusal, details, DecisionRecord.refused(ask.purpose(), refusal, trail.judgements()));
    }

    private static NewJob job(Accepted decision, UUID jobId, Place place, @Nullable Integer subjectVersion) {
        var ask = decision.ask();
        var message = decision.message();
        return new NewJob(
                jobId,
                place.slotId(),
                ask.requestId(),
                ask.organizationId(),
                ask.patientId(),
                ask.providerId(),
                ask.campaignId(),
                ask.abVariant(),
                ask.purpose(),
                message.channel(),
                ask.urgent(),
                ask.templateId(),
                message.templateId(),
                message.templateVersion(),
                decision.content(),
                ask.variables(),
                ask.subjectRef(),
                subjectVersion,
                decision.sendAt(),
                decision.expiresAt(),
                decision.window(),
                decision.route(),
                place.predecessor(),
                ask.conditions(),
                decision.facts().kind(),
                decision.household().together(),
                decision.household().together() ? new OwnTimes(ask.desired(), decision.ownExpiresAt()) : null,
                decision.discreet(),
                decision.openEmail());
    }

    /** A contact slot, and the job that had it before, if any. */
    private record Place(UUID slotId, @Nullable Predecessor predecessor) {}

    /** What came of a decision. */
    sealed interface Outcome {}

    /** There is a job now. */
    record Scheduled(UUID jobId, Accepted decision) implements Outcome {}

    /** The very same request has made a job before. */
    record Repeated(UUID jobId) implements Outcome {}

    /** The patient, or who shares an address with them, has got another contact since it was decided; decide again. The transaction must roll back. */
    record Crowded() implements Outcome {}

    /** There is none after all. */
    record NotScheduled(Refused refused) implements Outcome {}
}
