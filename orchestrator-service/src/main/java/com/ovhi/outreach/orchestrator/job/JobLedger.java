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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    private static final Logger log = LoggerFactory.getLogger(JobLedger.class);

    private final Jobs jobs;
    private final OpenJobs open;
    private final ProviderMessages messages;
    private final AuditTrail audit;
    private final Outbox outbox;
    private final FieldCipher cipher;
    private final Clock clock;
    private final MeterRegistry meters;

    JobLedger(
            Jobs jobs,
            OpenJobs open,
            ProviderMessages messages,
            AuditTrail audit,
            Outbox outbox,
            FieldCipher cipher,
            Clock clock,
            MeterRegistry meters) {
        this.jobs = jobs;
        this.open = open;
        this.messages = messages;
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
                        Lane.of(made.purpose(), made.window().urgent()),
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
                .map(job -> job.retold(cipher, cause));
    }

    /** Holds a job for a successor; false when there is one by now, or the job goes on after all. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean holdReplaceable(UUID jobId, Replan.Cause cause) {
        return jobs.lock(jobId)
                .filter(known -> known.replaceable(cause) && successor(jobId).isEmpty())
                .isPresent();
    }

    /** Cancels a job that still waits, because its successor takes another channel. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void stepAside(UUID jobId) {
        jobs.lock(jobId)
                .filter(job -> !job.status().ended())
                .ifPresent(job -> cancel(job, "other-channel", Actor.ORCHESTRATOR));
    }

    /** How a job failed; empty when it has not. */
    @Transactional(readOnly = true)
    public Optional<FailedJob> failure(UUID jobId) {
        return jobs.findById(jobId)
                .filter(job -> job.status() == JobStatus.FAILED)
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
        open.about(organizationId, subjectRef, newVersion)
                .forEach(id -> jobs.lock(id).ifPresent(job -> cancel(job, reason, Actor.ORCHESTRATOR)));
    }

    /** Cancels what waits for a purpose about a subject, whatever its version. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void cancelAbout(long organizationId, String subjectRef, Purpose purpose, String reason) {
        open.about(organizationId, subjectRef, purpose)
                .forEach(id -> jobs.lock(id).ifPresent(job -> cancel(job, reason, Actor.ORCHESTRATOR)));
    }

    /** Cancels what waits for an address on a channel, and for a patient if one is known. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void cancelRecipient(
            @Nullable Long organizationId,
            @Nullable Long patientId,
            Channel channel,
            String addressHash,
            String reason) {
        open.to(organizationId, patientId, channel, addressHash)
                .forEach(id -> jobs.lock(id).ifPresent(job -> cancel(job, reason, Actor.ORCHESTRATOR)));
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
                job.getId(), job.organizationId(), job.patientId(), job.subjectRef(), job.subjectVersion());
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

    /** What a job is about. */
    public record JobSubject(
            UUID jobId,
            long organizationId,
            long patientId,
            @Nullable String ref,
            @Nullable Integer version) {}
}
