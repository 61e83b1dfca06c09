package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.audit.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Opens jobs, moves them forward, lets others take over from them, and tells the suite. Thread-safe. */
@Service
public class JobLedger {

    private final Jobs jobs;
    private final OpenJobs open;
    private final Households households;
    private final ProviderMessages messages;
    private final Withdrawals withdrawals;
    private final JobNews news;
    private final FieldCipher cipher;
    private final Clock clock;

    JobLedger(
            Jobs jobs,
            OpenJobs open,
            Households households,
            ProviderMessages messages,
            Withdrawals withdrawals,
            JobNews news,
            FieldCipher cipher,
            Clock clock) {
        this.jobs = jobs;
        this.open = open;
        this.households = households;
        this.messages = messages;
        this.withdrawals = withdrawals;
        this.news = news;
        this.cipher = cipher;
        this.clock = clock;
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
                job.lane(),
                made.scheduledAt(),
                made.expiresAt(),
                made.window(),
                content,
                made.campaignId());
        news.schedule(job, contact);
        news.tell(job, Milestone.SCHEDULED, null);
    }

    /** Like {@link #observe(UUID, Observation)} for somebody who knows of which organisation the job should be, if any. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Noted observe(UUID jobId, @Nullable Long organizationId, Observation seen) {
        var job = jobs.lock(jobId);
        if (job.isEmpty()) {
            return Noted.UNKNOWN;
        }
        if (organizationId != null && job.get().organizationId() != organizationId) {
            return Noted.FOREIGN;
        }
        observe(job, seen);
        return Noted.DONE;
    }

    /**
     * Moves a job forward, if there is such a one. That what was called off was not sent is no failure to be told.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void observe(UUID jobId, Observation seen) {
        observe(jobs.lock(jobId), seen);
    }

    private void observe(Optional<Job> job, Observation seen) {
        job.ifPresent(known -> {
            var message = seen.providerMessageId();
            if (message != null) {
                messages.belongTo(known.getId(), known.channel(), message);
            }
            known.observe(seen, now()).stream()
                    .filter(milestone -> milestone != Milestone.FAILED || known.status() != JobStatus.CANCELLED)
                    .forEach(milestone -> news.tell(known, milestone, seen.failureCode()));
            if (known.household() && known.fate().cameToNothing()) {
                withdrawals.split(known);
            }
        });
    }

    /** What came of an observation. */
    public enum Noted {
        DONE,
        /** There is no such job, or none yet. */
        UNKNOWN,
        /** The job is another organisation's. */
        FOREIGN
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

    /** What a job was made of, if another may take over from it for this cause. */
    @Transactional(readOnly = true)
    public Optional<Retold> retold(UUID jobId, Replan.Cause cause) {
        return jobs.findById(jobId)
                .filter(job -> job.fate().replaceable(cause) && successor(jobId).isEmpty())
                .map(job -> job.retold(cipher, cause, now()));
    }

    /** Holds a job for a successor; false when there is one by now, or the job goes on after all. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean holdReplaceable(UUID jobId, Replan.Cause cause) {
        return jobs.lock(jobId)
                .filter(known ->
                        known.fate().replaceable(cause) && successor(jobId).isEmpty())
                .isPresent();
    }

    /**
     * The job whose contact came to nothing for good, held for a new one for the same occasion; empty when it has been
     * sent, may still be, or is told of by another one.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Predecessor> holdVacant(UUID jobId) {
        return vacant(jobs.lock(jobId));
    }

    /** Like {@link #holdVacant}, for somebody who only wants to know. */
    @Transactional(readOnly = true)
    public boolean isVacant(UUID jobId) {
        return vacant(jobs.findById(jobId)).isPresent();
    }

    private Optional<Predecessor> vacant(Optional<Job> job) {
        return job.filter(each -> each.fate().vacant())
                .filter(each -> jobs.successor(each.getId()).isEmpty())
                .filter(each -> households.speaker(each.getId()).isEmpty())
                .map(Job::begunAnew);
    }

    /** Cancels a job that still waits, because its successor takes another channel or time. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void stepAside(UUID jobId, String reason) {
        jobs.lock(jobId)
                .filter(job -> !job.status().ended())
                .ifPresent(job -> withdrawals.cancel(job, reason, Actor.ORCHESTRATOR));
    }

    /** Cancels a job that still waits and that no other one takes over from. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void end(UUID jobId, String reason) {
        jobs.lock(jobId).filter(job -> !job.status().ended()).ifPresent(job -> withdrawals.end(job, reason));
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
                .filter(job -> job.fate().replaceable(Replan.Cause.SPLIT)
                        && successor(jobId).isEmpty())
                .map(Job::failure);
    }

    /** Lets a job tell what these were to tell; leaves out those that cannot be called off any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void takeOver(UUID speaker, List<UUID> others) {
        withdrawals.takeOver(speaker, others);
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

    /** Whether what was asked for by this name about a subject waits, and can be called off before a worker has it. */
    @Transactional(readOnly = true)
    public boolean waits(long organizationId, String subjectRef, Purpose purpose, String which) {
        return open.waits(organizationId, subjectRef, purpose, which, now().plus(Job.LEAD));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
