package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.audit.AuditTrail;
import com.ovhi.outreach.orchestrator.audit.AuditTrail.Entry;
import com.ovhi.outreach.orchestrator.decision.Decisions;
import com.ovhi.outreach.orchestrator.decision.Decisions.Made;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.job.NewJob;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Accepted;
import com.ovhi.outreach.orchestrator.scheduling.Places.Place;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Opens the jobs of decisions, with everything that is kept and told of a decision. Thread-safe. */
@Component
class Openings {

    private final JobLedger jobs;
    private final SendTimes sendTimes;
    private final Decisions decisions;
    private final AuditTrail audit;

    Openings(JobLedger jobs, SendTimes sendTimes, Decisions decisions, AuditTrail audit) {
        this.jobs = jobs;
        this.sendTimes = sendTimes;
        this.decisions = decisions;
        this.audit = audit;
    }

    /** As many as there are cost as many statements as one. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void open(List<Opening> openings) {
        if (openings.isEmpty()) {
            return;
        }
        jobs.open(openings.stream().map(Opening::job).toList());
        var orders = openings.stream().map(Opening::order).toList();
        orders.forEach(sendTimes::tell);
        decisions.addAll(orders.stream()
                .map(order -> new Made(
                        order.ask().occasion(), order.jobId(), order.decision().record()))
                .toList());
        audit.recordAll(orders.stream()
                .map(order -> new Entry(
                        order.actor(),
                        AuditAction.SEND,
                        order.ask().organizationId(),
                        order.ask().patientId(),
                        order.decision().scheduled(order.jobId()),
                        order.traceparent()))
                .toList());
    }

    /**
     * A decision to be carried out, for whom, and what its job will be called.
     *
     * @param traceparent W3C trace context of who asked, for what is carried out with others; null for the current one
     */
    record Order(
            Accepted decision,
            Actor actor,
            UUID jobId,
            @Nullable String traceparent) {

        Order(Accepted decision, Actor actor) {
            this(decision, actor, null);
        }

        Order(Accepted decision, Actor actor, @Nullable String traceparent) {
            this(decision, actor, Ids.next(), traceparent);
        }

        Ask ask() {
            return decision.ask();
        }
    }

    /**
     * A decision for which there is a place.
     *
     * @param subjectVersion the version of its subject that is told of, null when it has none
     */
    record Opening(Order order, Place place, @Nullable Integer subjectVersion) {

        NewJob job() {
            return order.decision().job(order.jobId(), place, subjectVersion, order.traceparent());
        }
    }
}
