package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.job.JobNews.Told;
import com.ovhi.outreach.orchestrator.job.ProviderMessages.Message;
import com.ovhi.outreach.orchestrator.job.TrackedJobs.Held;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Moves jobs forward by what was seen of them, and tells the suite. Thread-safe. */
@Service
public class Sightings {

    private final TrackedJobs jobs;
    private final ProviderMessages messages;
    private final Withdrawals withdrawals;
    private final JobNews news;
    private final Clock clock;

    Sightings(TrackedJobs jobs, ProviderMessages messages, Withdrawals withdrawals, JobNews news, Clock clock) {
        this.jobs = jobs;
        this.messages = messages;
        this.withdrawals = withdrawals;
        this.news = news;
        this.clock = clock;
    }

    /**
     * Moves jobs forward, each by what was seen of it in this order, in a few statements.
     *
     * @return what came of each observation
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Noted> observe(List<Seen> sightings) {
        if (sightings.isEmpty()) {
            return List.of();
        }
        var held = jobs.lock(sightings.stream().map(Seen::jobId).collect(Collectors.toSet()));
        observe(
                sightings.stream()
                        .filter(seen -> isOf(seen, held.get(seen.jobId())))
                        .toList(),
                held);
        return sightings.stream()
                .map(seen -> noted(seen, held.get(seen.jobId())))
                .toList();
    }

    private static Noted noted(Seen seen, @Nullable Held held) {
        if (held == null) {
            return new Unknown();
        }
        return isOf(seen, held) ? new Done(held.job().purpose(), held.job().late()) : new Foreign();
    }

    private static boolean isOf(Seen seen, @Nullable Held held) {
        var organization = seen.organizationId();
        return held != null && (organization == null || held.job().organizationId() == organization);
    }

    private void observe(List<Seen> sightings, Map<UUID, Held> held) {
        var told = new ArrayList<Told>();
        var ended = new LinkedHashSet<TrackedJob>();
        var named = new ArrayList<Message>();
        sightings.forEach(seen -> {
            var job = Objects.requireNonNull(held.get(seen.jobId())).job();
            var message = seen.observation().providerMessageId();
            if (message != null && !job.isKnownAs(message)) {
                named.add(new Message(job.channel(), message, seen.jobId()));
            }
            told.addAll(observed(job, seen.observation()));
            if ((job.household() || UntoldReminders.calledOffLate(job))
                    && job.fate().cameToNothing()) {
                ended.add(job);
            }
        });
        var observed = sightings.stream().map(Seen::jobId).collect(Collectors.toSet());
        jobs.write(held.values().stream()
                .filter(each -> observed.contains(each.job().getId()))
                .toList());
        messages.belong(named);
        news.tell(told);
        ended.forEach(withdrawals::cameToNothing);
    }

    /** What is new; that what was called off was not sent is no failure to be told. */
    private List<Told> observed(TrackedJob job, Observation seen) {
        return job.observe(seen, now()).stream()
                .filter(milestone -> milestone != Milestone.FAILED || job.status() != JobStatus.CANCELLED)
                .map(milestone -> Told.of(job, milestone, seen.failureCode()))
                .toList();
    }

    /** Moves a job forward, if there is such a one. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void observe(UUID jobId, Observation seen) {
        observe(List.of(new Seen(jobId, null, seen)));
    }

    /** The jobs that messages belong to, as far as known. */
    @Transactional(readOnly = true)
    public Map<MessageName, UUID> ofMessages(Set<MessageName> names) {
        return messages.jobs(names);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Something was seen of a job.
     *
     * @param organizationId whose job it should be, null when that is not known
     */
    public record Seen(UUID jobId, @Nullable Long organizationId, Observation observation) {}

    /** What came of an observation. */
    public sealed interface Noted {}

    /**
     * The job is where it says.
     *
     * @param late how much later than planned it was sent; zero when it was not, negative when it was sooner
     */
    public record Done(Purpose purpose, Duration late) implements Noted {}

    /** There is no such job, or none yet. */
    public record Unknown() implements Noted {}

    /** The job is another organisation's. */
    public record Foreign() implements Noted {}
}
