package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.job.StoppedJobs.Stop;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Calls off what nobody should be told any more. Thread-safe. */
@Service
public class Cancellations {

    private static final String OPTED_OUT = "opted-out";

    private final Jobs jobs;
    private final OpenJobs open;
    private final StoppedJobs stopped;
    private final Households households;
    private final Replans replans;
    private final Withdrawals withdrawals;
    private final Clock clock;

    Cancellations(
            Jobs jobs,
            OpenJobs open,
            StoppedJobs stopped,
            Households households,
            Replans replans,
            Withdrawals withdrawals,
            Clock clock) {
        this.jobs = jobs;
        this.open = open;
        this.stopped = stopped;
        this.households = households;
        this.replans = replans;
        this.withdrawals = withdrawals;
        this.clock = clock;
    }

    /**
     * Cancels a contact of an organisation, unless it has been or may have been sent. Whoever asks may know the first job
     * of the contact only: it is the newest one that counts, and none takes over from it any more.
     */
    @Transactional
    public Cancellation cancel(long organizationId, UUID jobId, String reason, Actor actor) {
        // Nobody else's jobs are locked.
        return jobs.subject(jobId)
                .filter(job -> job.organizationId() == organizationId)
                .flatMap(_ -> newest(jobId))
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
        if (job.fate().beyondRecall() || speaker.filter(this::isToldSoon).isPresent()) {
            return Cancellation.TOO_LATE;
        }
        if (!job.progress().has(Milestone.CANCELLED)) {
            withdrawals.withdraw(job, reason, actor);
        }
        speaker.ifPresent(_ -> {
            withdrawals.record(job, reason, actor);
            households.leave(job.getId()).ifPresent(withdrawals::alone);
        });
        return job.fate().calledOffInTime(job.handedOver()) ? Cancellation.DONE : Cancellation.ASKED_FOR;
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
        return shared.fate().beyondRecall() || shared.mayBeUnderWay(clock.instant());
    }

    /** Cancels what waits for a version of a subject that has been replaced. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ofOlderVersions(long organizationId, String subjectRef, int newVersion, String reason) {
        withdrawals.cancelAll(open.about(organizationId, subjectRef, newVersion), reason);
        households.leave(organizationId, subjectRef, newVersion).forEach(withdrawals::alone);
    }

    /** Cancels what waits for a subject and names no version of it, since it was asked for before the first was known. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ofNoVersion(long organizationId, String subjectRef, String reason) {
        withdrawals.cancelAll(open.about(organizationId, subjectRef), reason);
        households.leaveUnversioned(organizationId, subjectRef).forEach(withdrawals::alone);
    }

    /** Cancels what waits for a purpose about a subject, whatever its version. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void about(long organizationId, String subjectRef, Purpose purpose, String reason) {
        withdrawals.cancelAll(open.about(organizationId, subjectRef, purpose), reason);
        if (purpose == Purpose.APPT_REMINDER) {
            households.leave(organizationId, subjectRef, Integer.MAX_VALUE).forEach(withdrawals::alone);
            households.leaveUnversioned(organizationId, subjectRef).forEach(withdrawals::alone);
        }
    }

    /**
     * Cancels the notices of a subject that were asked for by the date of another occasion. Should that date be named
     * again, they may be asked for again.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ofOtherDates(long organizationId, String subjectRef, Purpose purpose, String date, String reason) {
        open.ofOtherDates(organizationId, subjectRef, purpose, date)
                .forEach(id -> jobs.lock(id).ifPresent(job -> withdrawals.end(job, reason)));
    }

    /** Cancels what is pointless once the patient has confirmed a subject. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void confirmed(long organizationId, String subjectRef) {
        withdrawals.cancelAll(open.unlessConfirmed(organizationId, subjectRef), "confirmed");
    }

    /** Nothing more is said to a patient, by nobody's message: what waits is called off for good, whatever it is about. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void departed(long organizationId, long patientId, String reason) {
        households.members(organizationId, patientId).forEach(member -> {
            jobs.lock(member).ifPresent(Job::callOff);
            households.leave(member).ifPresent(withdrawals::aloneHowever);
        });
        open.of(organizationId, patientId).forEach(id -> jobs.lock(id).ifPresent(job -> withdrawals.end(job, reason)));
    }

    /** Cancels what waits for a purpose, whatever it is about. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ofPurpose(long organizationId, long patientId, Purpose purpose, String reason) {
        withdrawals.cancelAll(open.of(organizationId, patientId, purpose), reason);
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
        ids.forEach(id -> jobs.lock(id)
                .filter(job -> !job.status().ended())
                .ifPresent(job -> withdrawals.wordAnew(job, "worded-anew")));
    }

    /** A patient is told by nobody else's message on a channel any more, but by one of their own. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void leaveHouseholds(long organizationId, long patientId, Channel channel) {
        households.members(organizationId, patientId, channel).forEach(member -> {
            var alone = households.leave(member);
            replans.order(member, Replan.Cause.SPLIT);
            alone.ifPresent(withdrawals::alone);
        });
    }

    /**
     * The patient, or whoever reads an address, wants no more messages there: ends what is planned for it, what still looks
     * for another channel, and what has found one since then, so that it does not matter which news of the refusal came
     * first (ADR 39).
     *
     * @param since when they said so
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void optedOut(
            @Nullable Long organizationId,
            @Nullable Long patientId,
            Channel channel,
            String addressHash,
            Instant since) {
        var stop = new Stop(organizationId, patientId, channel, addressHash, since);
        end(stopped.planned(stop, clock.instant()), stop);
        // Whatever was taking over from one of those has been committed by now, and nothing will any more.
        end(stopped.moved(stop, clock.instant()), stop);
        stopped.urgent(stop).forEach(this::optedOut);
    }

    private void end(List<UUID> ids, Stop stop) {
        ids.forEach(id -> jobs.lock(id).ifPresent(job -> end(job, stop)));
    }

    private void end(Job job, Stop stop) {
        if (!stop.leaves(job)) {
            withdrawals.end(job, OPTED_OUT);
            speaker(job.getId())
                    .filter(speaker -> !isToldSoon(speaker))
                    .flatMap(_ -> households.leave(job.getId()))
                    .ifPresent(withdrawals::alone);
        } else if (!job.status().ended()) {
            // The others of the household are told by a message of their own.
            withdrawals.wordAnew(job, OPTED_OUT);
        }
    }

    /** Whoever got a message wants no more of them, so that no other channel follows. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void optedOut(UUID jobId) {
        jobs.lock(jobId).ifPresent(Job::callOff);
    }
}
