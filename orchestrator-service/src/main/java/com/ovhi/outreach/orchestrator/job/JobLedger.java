package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.job.JobNews.Planned;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Opens jobs, lets others take over from them, and tells the suite. Thread-safe. */
@Service
public class JobLedger {

    private final Jobs jobs;
    private final NewJobs fresh;
    private final OpenJobs open;
    private final Households households;
    private final Withdrawals withdrawals;
    private final Replans replans;
    private final JobNews news;
    private final FieldCipher cipher;
    private final Clock clock;

    JobLedger(
            Jobs jobs,
            NewJobs fresh,
            OpenJobs open,
            Households households,
            Withdrawals withdrawals,
            Replans replans,
            JobNews news,
            FieldCipher cipher,
            Clock clock) {
        this.jobs = jobs;
        this.fresh = fresh;
        this.open = open;
        this.households = households;
        this.withdrawals = withdrawals;
        this.replans = replans;
        this.news = news;
        this.cipher = cipher;
        this.clock = clock;
    }

    /** Makes jobs and hands them to the scheduler. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void open(List<NewJob> made) {
        var now = now();
        var planned = made.stream()
                .map(each -> {
                    var job = new Job(each, cipher, now);
                    return new Planned(job, due(each, job), each.traceparent());
                })
                .toList();
        fresh.add(planned.stream().map(Planned::job).toList());
        news.scheduled(planned);
    }

    private ContactDue due(NewJob made, Job job) {
        return new ContactDue(
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
                cipher.seal(ContractJson.writeText(made.content()), "dispatch|" + made.id()),
                made.campaignId());
    }

    /** What a job is about. */
    @Transactional(readOnly = true)
    public Optional<JobSubject> subject(UUID jobId) {
        return jobs.subject(jobId);
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

    /** The waiting jobs for which there may be no room any more, by those that were sent later than planned. */
    @Transactional(readOnly = true)
    public Map<UUID, List<UUID>> crowdedBy(Set<UUID> late) {
        return late.isEmpty() ? Map.of() : open.beside(late, now(), now().plus(Contacts.WINDOW));
    }

    /** How a job failed; empty when it has not. */
    @Transactional(readOnly = true)
    public Optional<FailedJob> failure(UUID jobId) {
        return jobs.findById(jobId)
                .filter(job -> job.status() == JobStatus.FAILED || job.status() == JobStatus.BOUNCED)
                .map(Job::failure);
    }

    /** A job that was called off for a cause to be told otherwise and is told by no other one; empty when that is not so. */
    @Transactional(readOnly = true)
    public Optional<FailedJob> untold(UUID jobId, Replan.Cause cause) {
        return jobs.findById(jobId)
                .filter(job -> job.fate().replaceable(cause) && successor(jobId).isEmpty())
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

    /**
     * What waits to be sent to a patient on a channel, or was turned away because nothing is wanted there and is told by no
     * other one: all, or the marketing only.
     */
    @Transactional(readOnly = true)
    public List<UUID> waiting(long organizationId, long patientId, Channel channel, boolean marketingOnly) {
        return open.waiting(organizationId, patientId, channel, marketingOnly, now());
    }

    /** Those of these patients who are to get anything yet, or should have got it lately; others may be among them. */
    @Transactional(readOnly = true)
    public Set<PatientRef> expected(Set<PatientRef> patients) {
        return patients.isEmpty() ? Set.of() : open.expected(patients, now().minus(Contacts.WINDOW));
    }

    /** Whether what was asked for by this name about a subject waits, and can be called off before a worker has it. */
    @Transactional(readOnly = true)
    public boolean waits(long organizationId, String subjectRef, Purpose purpose, String which) {
        return open.waits(organizationId, subjectRef, purpose, which, now().plus(Job.LEAD));
    }

    /** What is to become of the messages of a purpose about a version of a subject. */
    @Transactional(readOnly = true)
    public Outlook outlook(long organizationId, String subjectRef, int version, Purpose purpose) {
        var all = open.all(organizationId, subjectRef, version, purpose, now().plus(Job.LEAD));
        var followed = replans.ordered(all.stream().map(Outlook.Message::job).toList());
        return Outlook.of(all, followed);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
