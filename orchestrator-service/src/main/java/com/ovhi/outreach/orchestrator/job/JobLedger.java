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
        var contact = new ContactDue(
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
                made.campaignId());
        if (contact.lane() == Lane.URGENT) {
            // A withdrawal counts also when it comes before.
            outbox.publishAhead(Topics.SCHEDULE, key(job), contact);
        } else {
            outbox.publish(Topics.SCHEDULE, key(job), contact);
        }
        tell(job, Milestone.SCHEDULED, null);
    }

    /**
     * Moves a job forward; false when there is no such job. That what was called off was not sent is no failure to be told.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean observe(UUID jobId, Observation seen) {
        var job = jobs.lock(jobId);
        job.ifPresent(known -> {
            var message = seen.providerMessageId();
            if (message != null) {
                messages.belongTo(jobId, known.channel(), message);
            }
            known.observe(seen, now()).stream()
                    .filter(milestone -> milestone != Milestone.FAILED || known.status() != JobStatus.CANCELLED)
                    .forEach(milestone -> tell(known, milestone, seen.failureCode()));
            if (known.household() && known.cameToNothing()) {
                split(known);
            }
        });
        return job.isPresent();
    }

    /** What a job is about. */
    @Transactional(readOnly = true)
    public Optional<JobSubject> subject(UUID jobId) {
        return jobs.subject(jobId);
    }

    /** The job a provider's message id belongs to, as far as known. */
    @Transactional(readOnly = true)
    public Optional<UUID> ofMessage(Channel channel, String providerMessageId) {
        return messages.job(channel, providerMessageId);
    }

    /**
     * Cancels a contact of an organisation, unless it has been or may have been sent. Whoever asks may know the first job
     * of the contact only: it is the newest one that counts, and none takes over from it any more.
     */
    @Transactional
    public Cancellation cancel(long organizationId, UUID jobId, String reason, Actor actor) {
        return newest(jobId)
                .filter(job -> job.organizationId() == organizationId)
                .map(job -> callOff(job, reason, actor))
                .orElse(Cancellation.UNKNOWN);
    }

    /** Locks job after job, as they took over from each other; nobody can take over from the last one then. */
    private Optional<Job> newest(UUID jobId) {
        var job = jobs.lock(jobId);
        for (var next = jobs.successor(jobId); next.isPresent(); next = jobs.successor(next.get())) {
            job = jobs.lock(next.get());
        }
        return job;
    }

    /** Nothing follows any more in any case: no other channel, no second try and no message of its own after a shared one. */
    private Cancellation callOff(Job job, String reason, Actor actor) {
        var speaker = speaker(job.getId());
        job.callOff();
        if (job.beyondRecall() || speaker.filter(this::isToldSoon).isPresent()) {
            return Cancellation.TOO_LATE;
        }
        if (!job.progress().has(Milestone.CANCELLED)) {
            withdraw(job, reason, actor);
        }
        speaker.ifPresent(shared -> {
            record(job, reason, actor);
            households.leave(job.getId()).ifPresent(this::alone);
        });
        return job.calledOffInTime() ? Cancellation.DONE : Cancellation.ASKED_FOR;
    }

    /** Locks the job that tells of this one as well, if any. */
    private Optional<Job> speaker(UUID member) {
        var speaker = households.speaker(member);
        while (speaker.isPresent()) {
            var job = jobs.lock(speaker.get());
            var now = households.speaker(member);
            if (now.equals(speaker)) {
                return job;
            }
            speaker = now;
        }
        return Optional.empty();
    }

    private boolean isToldSoon(Job shared) {
        return shared.beyondRecall() || shared.isDue(now());
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

    /** A job that was called off to be told otherwise and is told by no other one; empty when that is not so. */
    @Transactional(readOnly = true)
    public Optional<FailedJob> untold(UUID jobId) {
        return jobs.findById(jobId)
                .filter(job ->
                        job.replaceable(Replan.Cause.SPLIT) && successor(jobId).isEmpty())
                .map(Job::failure);
    }

    /** The job that took over from this one. */
    @Transactional(readOnly = true)
    public Optional<UUID> successor(UUID jobId) {
        return jobs.successor(jobId);
    }

    /** What waits to be sent to a patient on a channel: all, or the marketing only. */
    @Transactional(readOnly = true)
    public List<UUID> waiting(long organizationId, long patientId, Channel channel, boolean marketingOnly) {
        return open.waiting(organizationId, patientId, channel, marketingOnly);
    }

    /** Cancels what waits for a version of a subject that has been replaced. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void cancelSubject(long organizationId, String subjectRef, int newVersion, String reason) {
        cancelAll(open.about(organizationId, subjectRef, newVersion), reason);
        households.leave(organizationId, subjectRef, newVersion).forEach(this::alone);
    }

    /** Cancels what waits for a subject and names no version of it, since it was asked for before the first was known. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void cancelUnversioned(long organizationId, String subjectRef, String reason) {
        cancelAll(open.about(organizationId, subjectRef), reason);
        households.leaveUnversioned(organizationId, subjectRef).forEach(this::alone);
    }

    /** Calls off what waits and says more of a subject than may be said, to be worded anew in its slot. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hush(long organizationId, String subjectRef) {
        wordAnew(open.telling(organizationId, subjectRef));
    }

    /** Calls off the e-mails that may say more than their patient accepts there by now, to be worded anew. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hushEmails(long organizationId, long patientId) {
        wordAnew(open.openEmails(organizationId, patientId));
    }

    private void wordAnew(List<UUID> ids) {
        ids.forEach(id -> jobs.lock(id).filter(job -> !job.status().ended()).ifPresent(job -> {
            cancel(job, "worded-anew", Actor.ORCHESTRATOR);
            replans.order(id, Replan.Cause.SPLIT);
        }));
    }

    /** Whether what was asked for by this name about a subject waits, and can be called off before a worker has it. */
    @Transactional(readOnly = true)
    public boolean waits(long organizationId, String subjectRef, Purpose purpose, String which) {
        return open.waits(organizationId, subjectRef, purpose, which, now().plus(Job.LEAD));
    }

    /** Cancels what waits for a purpose about a subject, whatever its version. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void cancelAbout(long organizationId, String subjectRef, Purpose purpose, String reason) {
        cancelAll(open.about(organizationId, subjectRef, purpose), reason);
        if (purpose == Purpose.APPT_REMINDER) {
            households.leave(organizationId, subjectRef, Integer.MAX_VALUE).forEach(this::alone);
            households.leaveUnversioned(organizationId, subjectRef).forEach(this::alone);
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

    /** Whoever got a message wants no more of them, so that no other channel follows. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void optedOut(UUID jobId) {
        jobs.lock(jobId).ifPresent(Job::callOff);
    }

    /** Like {@link #optedOut(UUID)}, of all urgent messages to an address on a channel. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void optedOut(Channel channel, String addressHash) {
        open.urgent(channel, addressHash).forEach(this::optedOut);
    }

    private void cancelAll(List<UUID> ids, String reason) {
        ids.forEach(id -> jobs.lock(id).ifPresent(job -> cancel(job, reason, Actor.ORCHESTRATOR)));
    }

    /** What a job was to tell others comes to nothing with it, so each of them is told by itself. */
    private void split(Job job) {
        households.dissolve(job.getId()).forEach(member -> replans.order(member, Replan.Cause.SPLIT));
    }

    /** Nobody is left to be told together with this job's patient, who then gets a message of their own. */
    private void alone(UUID id) {
        jobs.lock(id)
                .filter(job -> job.status() == JobStatus.QUEUED && !job.mayBeUnderWay(now()))
                .ifPresent(job -> {
                    cancel(job, TOGETHER, Actor.ORCHESTRATOR);
                    replans.order(id, Replan.Cause.SPLIT);
                });
    }

    private void cancel(Job job, String reason, Actor actor) {
        if (!job.status().ended()) {
            withdraw(job, reason, actor);
        }
    }

    private void withdraw(Job job, String reason, Actor actor) {
        job.observe(Observation.of(Milestone.CANCELLED, now()), now());
        outbox.publish(
                Topics.SCHEDULE,
                key(job),
                new ContactWithdrawn(job.getId(), job.organizationId(), job.patientId(), reason));
        tell(job, Milestone.CANCELLED, reason);
        record(job, reason, actor);
        // Of what may be under way a report says whether it was sent, and nobody is told again before.
        if (job.household() && !TOGETHER.equals(reason) && !job.mayBeUnderWay(now())) {
            split(job);
        }
    }

    private void record(Job job, String reason, Actor actor) {
        audit.record(
                actor,
                AuditAction.SEND,
                job.organizationId(),
                job.patientId(),
                Map.of("step", "cancelled", "job_id", job.getId().toString(), "reason", reason));
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

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String key(Job job) {
        return Long.toString(job.patientId());
    }

    /** What came of a cancellation; the same however often it is asked for. */
    public enum Cancellation {
        /** It was not due yet, or had come to nothing: nothing of it will be sent. */
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
