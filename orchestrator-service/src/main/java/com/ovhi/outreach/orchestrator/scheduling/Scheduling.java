package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.audit.AuditTrail;
import com.ovhi.outreach.orchestrator.audit.AuditTrail.Entry;
import com.ovhi.outreach.orchestrator.campaign.CampaignHolds;
import com.ovhi.outreach.orchestrator.decision.DecisionRecord;
import com.ovhi.outreach.orchestrator.decision.Decisions;
import com.ovhi.outreach.orchestrator.decision.Decisions.Made;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import com.ovhi.outreach.orchestrator.job.Contacts;
import com.ovhi.outreach.orchestrator.job.Households;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.rules.SendRules;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Accepted;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Refused;
import com.ovhi.outreach.orchestrator.scheduling.Openings.Opening;
import com.ovhi.outreach.orchestrator.scheduling.Openings.Order;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Carries a decision out: contact slot, job, decision record, audit and events in one transaction. Thread-safe. */
@Service
class Scheduling {

    private static final String CAMPAIGN = "campaign";
    private static final String SLOT = "contact-slot";

    /** Its patient has died, or the record was given up, since it was decided. */
    private static final String CLOSED = "record-closed";

    private final Subjects subjects;
    private final Places places;
    private final JobLedger jobs;
    private final Openings openings;
    private final Decisions decisions;
    private final Contacts contacts;
    private final Households households;
    private final CampaignHolds holds;
    private final AuditTrail audit;

    Scheduling(
            Subjects subjects,
            Places places,
            JobLedger jobs,
            Openings openings,
            Decisions decisions,
            Contacts contacts,
            Households households,
            CampaignHolds holds,
            AuditTrail audit) {
        this.subjects = subjects;
        this.places = places;
        this.jobs = jobs;
        this.openings = openings;
        this.decisions = decisions;
        this.contacts = contacts;
        this.households = households;
        this.holds = holds;
        this.audit = audit;
    }

    /**
     * Makes the job, unless its campaign is held, its subject has changed, its slot is taken or the patient has got other
     * contacts.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Outcome carryOut(Accepted decision, Actor actor) {
        var ask = decision.ask();
        var campaign = ask.inCampaign();
        if (campaign.filter(holds::holds).isPresent()) {
            return new NotScheduled(refused(ask, CAMPAIGN, Refusal.CAMPAIGN_HELD, Map.of()));
        }
        var subject = subjects.hold(ask);
        var objection = subjects.objection(subject);
        if (objection.isPresent()) {
            return new NotScheduled(refused(ask, SLOT, objection.get(), Map.of()));
        }
        var history =
                contacts.lock(ask.patient(), ask.slotId(), decision.decidedAt()).orElse(null);
        if (history == null) {
            return new NotScheduled(refused(ask, CLOSED, Refusal.CONTACT_NOT_ALLOWED, Map.of()));
        }
        if (subjects.isBooked(ask, decision.decidedAt())) {
            return new NotScheduled(refused(ask, SLOT, Refusal.SUBJECT_SUPERSEDED, Map.of()));
        }
        var order = new Order(decision, actor);
        var place = places.take(ask, order.jobId()).orElse(null);
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
        openings.open(List.of(new Opening(order, place, subject.version())));
        campaign.ifPresent(request -> holds.joined(Map.of(order.jobId(), request)));
        if (decision.household().together()) {
            jobs.takeOver(order.jobId(), decision.household().takenOver());
        }
        return new Scheduled(order.jobId(), decision);
    }

    private boolean householdIsCurrent(Accepted decision) {
        var ask = decision.ask();
        return ask.shared(decision.message().channel(), decision.content().addressHash())
                .map(address -> households.lock(address, ask.patientId()))
                .map(decision.household()::stillIs)
                .orElse(true);
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
        writeDown(List.of(refused), actor);
    }

    /** Like {@link #writeDown(Refused, Actor)} for many, in a few statements. */
    @Transactional
    public void writeDown(List<Refused> all, Actor actor) {
        holds.refused(
                all.stream().flatMap(each -> each.ask().inCampaign().stream()).toList());
        decisions.addAll(all.stream()
                .map(each -> new Made(each.ask().occasion(), null, each.record()))
                .toList());
        audit.recordAll(all.stream().map(each -> refusal(each, actor)).toList());
    }

    private static Entry refusal(Refused refused, Actor actor) {
        var ask = refused.ask();
        return new Entry(
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
        if (ask.inCampaign().filter(holds::seemsHeld).isPresent()) {
            return new NotScheduled(refused(ask, CAMPAIGN, Refusal.CAMPAIGN_HELD, Map.of()));
        }
        if (!subjects.look(ask).suits()) {
            return new NotScheduled(refused(ask, SLOT, Refusal.SUBJECT_SUPERSEDED, Map.of()));
        }
        return places.isTaken(ask) ? taken(ask) : new Scheduled(Ids.next(), decision);
    }

    /** Takes the locks of what a request is about, and of its patient, before anybody locks the job it takes over from. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void holdSubject(Ask ask) {
        subjects.hold(ask);
        contacts.lock(ask.patient());
    }

    private Outcome taken(Ask ask) {
        var holder = places.holder(ask);
        return holder.requestId().equals(ask.requestId())
                ? new Repeated(holder.jobId())
                : new NotScheduled(refused(ask, SLOT, Refusal.DUPLICATE_CONTACT, Map.of("job_id", holder.jobId())));
    }

    private static Refused refused(Ask ask, String rule, Refusal refusal, Map<String, Object> details) {
        var trail = new Trail(ask);
        trail.refuse(rule, refusal);
        return new Refused(ask, refusal, details, DecisionRecord.refused(ask.purpose(), refusal, trail.judgements()));
    }

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
