package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.messaging.RetryLater;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.campaign.UntoldSteps;
import com.ovhi.outreach.orchestrator.deadletter.DeadLetters;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.job.Predecessor;
import com.ovhi.outreach.orchestrator.job.Replan;
import com.ovhi.outreach.orchestrator.job.Replan.Cause;
import com.ovhi.outreach.orchestrator.job.Retold;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Accepted;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Refused;
import com.ovhi.outreach.orchestrator.scheduling.Scheduling.Crowded;
import com.ovhi.outreach.orchestrator.scheduling.Scheduling.NotScheduled;
import com.ovhi.outreach.orchestrator.scheduling.Scheduling.Repeated;
import com.ovhi.outreach.orchestrator.scheduling.Scheduling.Scheduled;
import com.ovhi.outreach.orchestrator.waiting.WaitingHandler;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Finds the successor of a job that came to nothing: the same contact in the same slot, judged by every rule again. Two
 * of them are never under way, since the slot lets one attempt in at a time. What follows an urgent message that was
 * accepted but did not arrive is a contact of its own (ADR 22). Thread-safe.
 */
@Service
class Replanning implements WaitingHandler {

    private static final Logger log = LoggerFactory.getLogger(Replanning.class);

    /** More jobs in one slot would be going round in circles. */
    private static final int MOST_GENERATIONS = 8;

    /** Why nobody needs to hear of something any more. */
    private static final Set<String> POINTLESS = Set.of(
            Refusal.SUBJECT_SUPERSEDED.code(), Refusal.ALREADY_CONFIRMED.code(), Refusal.DUPLICATE_CONTACT.code());

    private static final String AS_WELL = "/as-well";

    private final JobLedger jobs;
    private final Slots slots;
    private final StandingRecords records;
    private final DecisionMaker decisionMaker;
    private final Scheduling scheduling;
    private final DeadLetters deadLetters;
    private final UntoldSteps untoldSteps;
    private final ScheduleMeters meters;
    private final SchedulingProperties properties;

    Replanning(
            JobLedger jobs,
            Slots slots,
            StandingRecords records,
            DecisionMaker decisionMaker,
            Scheduling scheduling,
            DeadLetters deadLetters,
            UntoldSteps untoldSteps,
            ScheduleMeters meters,
            SchedulingProperties properties) {
        this.jobs = jobs;
        this.slots = slots;
        this.records = records;
        this.decisionMaker = decisionMaker;
        this.scheduling = scheduling;
        this.deadLetters = deadLetters;
        this.untoldSteps = untoldSteps;
        this.meters = meters;
        this.properties = properties;
    }

    @Override
    public Set<String> types() {
        return Set.of(Replan.TYPE);
    }

    @Override
    public Duration patience() {
        return properties.patience();
    }

    @Override
    public Runnable retry(byte[] payload, EventHeaders event) {
        var order = ContractJson.read(payload, Replan.class);
        return jobs.retold(order.jobId(), order.cause())
                .map(told -> decided(order, told))
                .orElse(() -> deadLetters.closed(order.jobId(), "not-repeatable"));
    }

    private Runnable decided(Replan order, Retold told) {
        var route = told.predecessor().route();
        if (route != null && route.isEmpty() || told.predecessor().generation() >= MOST_GENERATIONS) {
            return () -> leave(order, "no-channel-left");
        }
        var ask = records.standing(ask(told));
        return switch (meters.timed("replan", () -> decisionMaker.decide(ask))) {
            case Accepted accepted
            when order.cause() == Cause.CROWDED && accepted.sendAt().equals(ask.sendAt()) ->
                () -> {
                    // There is room for it at its time after all.
                };
            case Accepted accepted
            when order.cause() == Cause.SWITCHED_OFF && isFirst(accepted, route) ->
                // The news was old: it may go where it was to go after all, unless the gate has turned it away by then.
                () -> {
                    scheduling.holdSubject(accepted.ask());
                    if (jobs.holdReplaceable(order.jobId(), order.cause())
                            && jobs.failure(order.jobId()).isPresent()) {
                        carryOut(order, accepted);
                    }
                };
            case Accepted accepted -> () -> carryOut(order, accepted);
            case Refused refused -> {
                records.requireKnown(refused);
                yield () -> refused(order, refused);
            }
        };
    }

    private static boolean isFirst(Accepted accepted, @Nullable List<Channel> route) {
        return route != null && accepted.message().channel() == route.getFirst();
    }

    private void carryOut(Replan order, Accepted accepted) {
        scheduling.holdSubject(accepted.ask());
        if (!jobs.holdReplaceable(order.jobId(), order.cause())) {
            deadLetters.closed(order.jobId(), "not-repeatable");
            return;
        }
        switch (scheduling.carryOut(accepted, Actor.ORCHESTRATOR)) {
            case Scheduled scheduled -> {
                switch (order.cause()) {
                    case PATIENCE, SWITCHED_OFF -> jobs.stepAside(order.jobId(), "other-channel");
                    case CROWDED -> jobs.stepAside(order.jobId(), "other-time");
                    case FALLBACK, ADDRESS, SPLIT, UNDELIVERED, SILENCE, REVIEW, MERGED -> {
                        // It has ended.
                    }
                }
                meters.scheduled("replan", accepted.ask().purpose());
                deadLetters.retried(order.jobId());
                log.atInfo()
                        .addKeyValue("job_id", order.jobId())
                        .addKeyValue("next_job_id", scheduled.jobId())
                        .addKeyValue("cause", order.cause())
                        .log("Another job takes over");
            }
            case NotScheduled(var refused) -> {
                if (records.hasMoved(refused)) {
                    throw new RetryLater("record-merged");
                }
                refused(order, refused);
            }
            case Repeated _ -> deadLetters.closed(order.jobId(), "not-repeatable");
            case Crowded() -> throw new RetryLater("patient-busy");
        }
    }

    private void refused(Replan order, Refused refused) {
        scheduling.writeDown(refused, Actor.ORCHESTRATOR);
        meters.refused("replan", refused.ask().purpose(), refused.refusal());
        leave(order, refused.refusal().code());
    }

    /**
     * A job that still waits goes on waiting, as does an answer; one that has failed, or
     * was called off to be told otherwise, is for a person to look at, unless the patient wants it nowhere.
     */
    private void leave(Replan order, String outcome) {
        switch (order.cause()) {
            case PATIENCE, SILENCE -> logLeft(order, outcome);
            case SWITCHED_OFF -> {
                logLeft(order, outcome);
                if (!POINTLESS.contains(outcome)
                        && !Refusal.CONTACT_NOT_ALLOWED.code().equals(outcome)) {
                    jobs.untold(order.jobId(), order.cause())
                            .flatMap(untold -> jobs.failure(untold.jobId()))
                            .ifPresent(failed -> deadLetters.open(failed, outcome));
                }
            }
            case CROWDED -> {
                if (Refusal.CONTACT_CAP.code().equals(outcome)) {
                    jobs.end(order.jobId(), outcome);
                }
            }
            case FALLBACK, ADDRESS, UNDELIVERED ->
                jobs.failure(order.jobId()).ifPresent(failed -> deadLetters.open(failed, outcome));
            case SPLIT, MERGED ->
                jobs.untold(order.jobId(), order.cause()).ifPresent(untold -> {
                    untoldSteps.tell(untold.jobId(), outcome);
                    if (!POINTLESS.contains(outcome)) {
                        deadLetters.open(untold, outcome);
                    }
                });
            case REVIEW -> deadLetters.refused(order.jobId(), outcome);
        }
    }

    private static void logLeft(Replan order, String outcome) {
        log.atInfo()
                .addKeyValue("job_id", order.jobId())
                .addKeyValue("cause", order.cause())
                .addKeyValue("outcome", outcome)
                .log("Nothing takes over from the job");
    }

    private Ask ask(Retold told) {
        return new Ask(
                told.requestId(),
                told.organizationId(),
                told.patientId(),
                told.providerId(),
                told.purpose(),
                told.templateId(),
                told.variables(),
                null,
                told.sendAt(),
                told.notBefore(),
                told.expiresAt(),
                told.campaignId(),
                told.urgent(),
                occasion(told.predecessor()),
                told.subjectRef(),
                told.subjectVersion(),
                told.abVariant(),
                told.predecessor(),
                told.conditions(),
                null,
                told.step());
    }

    /** What goes out although its predecessor was accepted is another contact, and there is one such at most. */
    private String occasion(Predecessor predecessor) {
        var occasion = slots.occasion(predecessor.slotId());
        return predecessor.spent() ? occasion + AS_WELL : occasion;
    }

    @Override
    public void giveUp(byte[] payload, EventHeaders event) {
        var order = ContractJson.read(payload, Replan.class);
        leave(order, "given-up");
    }
}
