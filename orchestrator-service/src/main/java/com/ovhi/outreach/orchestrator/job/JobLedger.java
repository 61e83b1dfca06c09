package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.audit.AuditTrail;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The only writer of jobs: opens them, moves them forward, cancels them, and tells the suite. Thread-safe. */
@Service
public class JobLedger {

    /** The reason of a job that another one tells of as well. */
    private static final String TOGETHER = "household";

    private static final Logger log = LoggerFactory.getLogger(JobLedger.class);

    private final Jobs jobs;
    private final OpenJobs open;
    private final ProviderMessages messages;
    private final Households households;
    private final Replans replans;
    private final AuditTrail audit;
    private final Outbox outbox;
    private final FieldCipher cipher;
    private final Clock clock;
    private final MeterRegistry meters;

    JobLedger(
            Jobs jobs,
            OpenJobs open,
            ProviderMessages messages,
            Households households,
            Replans replans,
            AuditTrail audit,
            Outbox outbox,
            FieldCipher cipher,
            Clock clock,
            MeterRegistry meters) {
        this.jobs = jobs;
        this.open = open;
        this.messages = messages;
        this.households = households;
        this.replans = replans;
        this.audit = audit;
        this.outbox = outbox;
        this.cipher = cipher;
        this.clock = clock;
        this.meters = meters;
    }

    /** Makes a job and hands it to the scheduler. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void open(NewJob made) {
        var job = jobs.save(new Job(made, cipher, now()));
        var content = cipher.seal(ContractJson.writeText(made.content()), "dispatch|" + made.id());
        outbox.publish(
                Topics.SCHEDULE,
                key(job),
                new ContactDue(
                        made.id(),
                        made.slotId(),
                        made.organizationId(),
                        made.patientId(),
                        made.purpose(),
                        made.channel(),
                        Lane.of(made.purpose()),
                        made.scheduledAt(),
                        made.expiresAt(),
                        made.window(),
                        content,
                        made.campaignId()));
        tell(job, Milestone.SCHEDULED, null);
    }

    /** Moves a job forward; false when there is no such job. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean observe(UUID jobId, Observation seen) {
        var job = jobs.lock(jobId);
        job.ifPresent(known -> {
            var message = seen.providerMessageId();
            if (message != null) {
                messages.belongTo(jobId, known.channel(), message);
            }
            known.observe(seen, now()).forEach(milestone -> tell(known, milestone, seen.failureCode()));
            if (known.status() == JobStatus.FAILED && !known.progress().has(Milestone.SENT)) {
                split(known);
            }
        });
        return job.isPresent();
    }

    /** What a job is about. */
    @Transactional(readOnly = true)
    public Optional<JobSubject> subject(UUID jobId) {
        return jobs.findById(jobId).map(JobLedger::subject);
    }

    /** The job a provider's message id belongs to, as far as known. */
    @Transactional(readOnly = true)
    public Optional<UUID> ofMessage(Channel channel, String providerMessageId) {
        return messages.job(channel, providerMessageId);
    }

    /** Cancels a job of an organisation, unless it has been or may have been sent. */
    @Transactional
    public Cancellation cancel(long organizationId, UUID jobId, String reason, Actor actor) {
        return jobs.lock(jobId)
                .filter(job -> job.organizationId() == organizationId)
                .map(job -> job.inFlight() ? Cancellation.TOO_LATE : cancel(job, reason, actor))
                .orElse(Cancellation.UNKNOWN);
    }

    /** What a job was made of, if another may take over from it for this cause. */
    @Transactional(readOnly = true)
    public Optional<Retold> retold(UUID jobId, Replan.Cause cause) {
        return jobs.findById(jobId)
                .filter(job -> job.replaceable(cause) && successor(jobId).isEmpty())
                .map(job -> job.retold(cipher, cause, now()));
    }

    /** Holds a job for a successor; false when there is one by now, or the job goes on after all. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean holdReplaceable(UUID jobId, Replan.Cause cause) {
        return jobs.lock(jobId)
                .filter(known -> known.replaceable(cause) && successor(jobId).isEmpty())
                .isPresent();
    }

    /** Cancels a job that still waits, because its successor takes another channel or time. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void stepAside(UUID jobId, String reason) {
        jobs.lock(jobId).filter(job -> !job.status().ended()).ifPresent(job -> cancel(job, reason, Actor.ORCHESTRATOR));
    }

    /**
     * The waiting jobs for which there may be no room any more, because this one was sent later than planned.
     *
     * @param tolerance how much later changes nothing
     */
    @Transactional(readOnly = true)
    public List<UUID> crowdedBy(UUID jobId, Duration tolerance) {
        return jobs.findById(jobId)
                .filter(job -> job.sentLate(tolerance))
                .map(job -> open.between(job.organizationId(), job.patientId(), now(), now().plus(Contacts.WINDOW)))
                .orElse(List.of());
    }

    /** How a job failed; empty when it has not. */
    @Transactional(readOnly = true)
    public Optional<FailedJob> failure(UUID jobId) {
        return jobs.findById(jobId)
                .filter(job -> job.status() == JobStatus.FAILED || job.status() == JobStatus.BOUNCED)
                .map(Job::failure);
    }

    /** The job that took over from this one. */
    @Transactional(readOnly = true)
    public Optional<UUID> successor(UUID jobId) {
        return jobs.findByPreviousJobId(jobId).map(Job::getId);
    }

    /** Cancels what waits for a version of a subject that has been replaced. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void cancelSubject(long organizationId, String subjectRef, int newVersion, String reason) {
        cancelAll(open.about(organizationId, subjectRef, newVersion), reason);
        households.leave(organizationId, subjectRef, newVersion).forEach(this::alone);
    }

    /** Cancels what waits for a purpose about a subject, whatever its version. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void cancelAbout(long organizationId, String subjectRef, Purpose purpose, String reason) {
        cancelAll(open.about(organizationId, subjectRef, purpose), reason);
        if (purpose == Purpose.APPT_REMINDER) {
            households.leave(organizationId, subjectRef, null).forEach(this::alone);
        }
    }

    /** Cancels what is pointless once the patient has confirmed a subject. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void cancelConfirmed(long organizationId, String subjectRef) {
        cancelAll(open.unlessConfirmed(organizationId, subjectRef), "confirmed");
    }

    /** Cancels what waits for a purpose, whatever it is about. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void cancelPurpose(long organizationId, long patientId, Purpose purpose, String reason) {
        cancelAll(open.of(organizationId, patientId, purpose), reason);
    }

    /** Lets a job tell what these were to tell; leaves out those that cannot be called off any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void takeOver(UUID speaker, List<UUID> others) {
        var job = jobs.lock(speaker).orElseThrow(() -> new IllegalStateException("There is no such job"));
        others.forEach(id -> jobs.lock(id)
                .filter(other -> other.status() == JobStatus.QUEUED && !other.inFlight())
                .ifPresent(other -> {
                    households.join(job, other);
                    cancel(other, TOGETHER, Actor.ORCHESTRATOR);
                }));
    }

    /** Cancels what waits for an address on a channel, and for a patient if one is known. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void cancelRecipient(
            @Nullable Long organizationId,
            @Nullable Long patientId,
            Channel channel,
            String addressHash,
            String reason) {
        cancelAll(open.to(organizationId, patientId, channel, addressHash), reason);
    }

    private void cancelAll(List<UUID> ids, String reason) {
        ids.forEach(id -> jobs.lock(id).ifPresent(job -> cancel(job, reason, Actor.ORCHESTRATOR)));
    }

    /** What a job was to tell others comes to nothing with it, so each of them is told by itself. */
    private void split(Job job) {
        if (job.household()) {
            households.dissolve(job.getId()).forEach(member -> replans.order(member, Replan.Cause.SPLIT));
        }
    }

    /** Nobody is left to be told together with this job's patient, who then gets a message of their own. */
    private void alone(UUID id) {
        jobs.lock(id)
                .filter(job -> job.status() == JobStatus.QUEUED && !job.isDue(now()))
                .ifPresent(job -> {
                    cancel(job, TOGETHER, Actor.ORCHESTRATOR);
                    replans.order(id, Replan.Cause.SPLIT);
                });
    }

    private Cancellation cancel(Job job, String reason, Actor actor) {
        if (job.progress().has(Milestone.CANCELLED)) {
            return Cancellation.DONE;
        }
        if (job.status().ended()) {
            return Cancellation.TOO_LATE;
        }
        var due = job.isDue(now());
        job.observe(Observation.of(Milestone.CANCELLED, now()), now());
        outbox.publish(
                Topics.SCHEDULE,
                key(job),
                new ContactWithdrawn(job.getId(), job.organizationId(), job.patientId(), reason));
        tell(job, Milestone.CANCELLED, reason);
        audit.record(
                actor,
                AuditAction.SEND,
                job.organizationId(),
                job.patientId(),
                Map.of("step", "cancelled", "job_id", job.getId().toString(), "reason", reason));
        if (!TOGETHER.equals(reason)) {
            split(job);
        }
        return due ? Cancellation.ASKED_FOR : Cancellation.DONE;
    }

    private void tell(Job job, Milestone milestone, @Nullable String reason) {
        outbox.publish(Topics.JOB, key(job), job.changed(milestone, reason));
        meters.counter(
                        "outreach.jobs",
                        "milestone",
                        milestone.code(),
                        "channel",
                        job.channel().code(),
                        "purpose",
                        job.purpose().code())
                .increment();
        log.atInfo()
                .addKeyValue("job_id", job.getId())
                .addKeyValue("milestone", milestone.code())
                .log("Job moved on");
    }

    private static JobSubject subject(Job job) {
        return new JobSubject(
                job.getId(),
                job.organizationId(),
                job.patientId(),
                job.purpose(),
                job.household(),
                job.subjectRef(),
                job.subjectVersion());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String key(Job job) {
        return Long.toString(job.patientId());
    }

    /** What came of a cancellation. */
    public enum Cancellation {
        /** It was not due yet: nothing of it will be sent. */
        DONE,
        /** It was due: it will not be sent unless a worker has just begun, which the job will show. */
        ASKED_FOR,
        /** Its sending has begun, or it has ended otherwise. */
        TOO_LATE,
        UNKNOWN
    }

    /**
     * What a job is about.
     *
     * @param household whether it speaks for several patients who are reached at one address
     */
    public record JobSubject(
            UUID jobId,
            long organizationId,
            long patientId,
            Purpose purpose,
            boolean household,
            @Nullable String ref,
            @Nullable Integer version) {}
}
