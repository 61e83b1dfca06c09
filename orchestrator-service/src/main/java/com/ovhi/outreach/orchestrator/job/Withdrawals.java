package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.audit.AuditTrail;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Calls single jobs off, and looks after those they speak for. Each method takes part in a transaction. Thread-safe. */
@Component
class Withdrawals {

    /** The reason of a job that another one tells of as well. */
    static final String TOGETHER = "household";

    private final Jobs jobs;
    private final Households households;
    private final Replans replans;
    private final UntoldReminders untold;
    private final JobNews news;
    private final AuditTrail audit;
    private final Clock clock;

    Withdrawals(
            Jobs jobs,
            Households households,
            Replans replans,
            UntoldReminders untold,
            JobNews news,
            AuditTrail audit,
            Clock clock) {
        this.jobs = jobs;
        this.households = households;
        this.replans = replans;
        this.untold = untold;
        this.news = news;
        this.audit = audit;
        this.clock = clock;
    }

    /** Calls off those of these jobs that have not ended. */
    void cancelAll(List<UUID> ids, String reason) {
        ids.forEach(id -> jobs.lock(id).ifPresent(job -> cancel(job, reason, Actor.ORCHESTRATOR)));
    }

    /** Calls a job off unless it has ended. */
    void cancel(Job job, String reason, Actor actor) {
        if (!job.status().ended()) {
            withdraw(job, reason, actor);
        }
    }

    /** Calls a job off for good: nothing takes over from it, so that its occasion may be asked for anew. */
    void end(Job job, String reason) {
        job.callOff();
        cancel(job, reason, Actor.ORCHESTRATOR);
    }

    /** Calls a job off, also one that has failed. */
    void withdraw(Job job, String reason, Actor actor) {
        job.observe(Observation.of(Milestone.CANCELLED, now()), now());
        news.withdrawn(job, new ContactWithdrawn(job.getId(), job.organizationId(), job.patientId(), reason));
        news.tell(job, Milestone.CANCELLED, reason);
        record(job, reason, actor);
        // Of what may be under way a report says whether it was sent, and nobody is told again before.
        if (job.household() && !TOGETHER.equals(reason) && !job.mayBeUnderWay(now())) {
            split(job);
        }
    }

    /** Writes down that a job was called off. */
    void record(Job job, String reason, Actor actor) {
        audit.record(
                actor,
                AuditAction.SEND,
                job.organizationId(),
                job.patientId(),
                Map.of("step", "cancelled", "job_id", job.getId().toString(), "reason", reason));
    }

    /**
     * A job has come to nothing for certain. Those it was to tell as well are told by themselves; and if it was called off late,
     * or one of them meanwhile, what has taken its place did not know that nobody was told.
     */
    void cameToNothing(TrackedJob job) {
        var untoldOnes = new ArrayList<UUID>();
        if (job.household()) {
            untoldOnes.addAll(split(job));
            untoldOnes.addAll(households.leavers(job.getId()));
        }
        if (UntoldReminders.calledOffLate(job)) {
            untoldOnes.add(job.getId());
        }
        untold.seeTo(untoldOnes);
    }

    /** What a job was to tell others comes to nothing with it, so each of them is told by itself; returns their jobs. */
    private List<UUID> split(TrackedJob job) {
        var members = households.dissolve(job.getId());
        members.forEach(member -> replans.order(member, Replan.Cause.SPLIT));
        return members;
    }

    /** Nobody is left to be told together with this job's patient, who then gets a message of their own. */
    void alone(UUID id) {
        jobs.lock(id)
                .filter(job -> job.status() == JobStatus.QUEUED && !job.mayBeUnderWay(now()))
                .ifPresent(job -> wordAnew(job, TOGETHER));
    }

    /** Like {@link #alone}, also of one that is due and waits all the same: its slot lets no second message out. */
    void aloneHowever(UUID id) {
        jobs.lock(id)
                .filter(job -> job.status() == JobStatus.QUEUED && !job.fate().inFlight())
                .ifPresent(job -> wordAnew(job, TOGETHER));
    }

    /** Calls a job off to be worded anew in its slot. */
    void wordAnew(Job job, String reason) {
        cancel(job, reason, Actor.ORCHESTRATOR);
        replans.order(job.getId(), Replan.Cause.SPLIT);
    }

    /** Lets a job tell what these were to tell; leaves out those that cannot be called off any more. */
    void takeOver(UUID speaker, List<UUID> others) {
        var job = jobs.lock(speaker).orElseThrow(() -> new IllegalStateException("There is no such job"));
        others.forEach(id -> jobs.lock(id)
                .filter(other ->
                        other.status() == JobStatus.QUEUED && !other.fate().inFlight())
                .ifPresent(other -> {
                    households.join(job, other);
                    cancel(other, TOGETHER, Actor.ORCHESTRATOR);
                }));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
