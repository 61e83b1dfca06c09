package com.ovhi.outreach.local.check.evidence;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything the check looks at, read once: what OVHI core published, what the providers saw, and what the services
 * believe. PHI.
 *
 * @param feed the events published so far
 * @param ledger the lines of all providers, each provider's in order
 * @param orphans ids of events that waited in vain for what they need
 * @param stats sums of {@code comm_stats}, named {@code organisation/channel/purpose/counter}
 * @param backlog unpublished events by schema
 * @param deadLetters records by topic, of those topics that are not empty
 * @param logs where the log files lie
 */
public record Evidence(
        Feed feed,
        List<LedgerEntry> ledger,
        List<Job> jobs,
        List<Request> requests,
        List<Decision> decisions,
        List<Intent> intents,
        List<Answer> answers,
        List<QueueRow> queue,
        List<PermissionChange> permissionChanges,
        List<String> orphans,
        Map<String, Long> stats,
        Map<String, Long> backlog,
        Map<String, Long> deadLetters,
        List<Path> logs,
        Moment moment) {

    /**
     * A communication job.
     *
     * @param milestones when each was first reached, on the suite's clock
     */
    public record Job(
            String id,
            String slot,
            long patient,
            long organization,
            String purpose,
            String channel,
            String status,
            boolean urgent,
            Map<String, Instant> milestones) {

        /** Whether it has reached a milestone. */
        public boolean has(String milestone) {
            return milestones.containsKey(milestone);
        }

        /** Whether nothing is left to be sent. */
        public boolean ended() {
            return !status.equals("queued") && !status.equals("processing");
        }
    }

    /** What the orchestrator asked itself for because of an event. */
    public record Request(String id, String occasion, Instant at) {}

    /** What became of a request. */
    public record Decision(
            String requestId, @Nullable String job, String owner, String purpose, String occasion, String verdict) {

        /** Whether it made a job. */
        public boolean accepted() {
            return verdict.equals("accepted");
        }
    }

    /**
     * An attempt to send.
     *
     * @param seq grows with each attempt of any job
     * @param openedAt on the wall's clock
     */
    public record Intent(
            long seq,
            String job,
            String slot,
            String channel,
            String purpose,
            long patient,
            long consentVersion,
            String state,
            @Nullable String message,
            Instant openedAt) {}

    /**
     * An answer to what somebody wrote.
     *
     * @param openedAt when it last passed its gate, on the wall's clock; null when it never did
     */
    public record Answer(
            String id,
            String state,
            @Nullable String message,
            @Nullable Instant openedAt) {}

    /** A place in the scheduler's queue. */
    public record QueueRow(String job, String state, Instant dueAt) {}

    /**
     * What the send gate came to know of a patient's permission.
     *
     * @param lastIntent intents of this patient and channel after this one were opened later than the change
     */
    public record PermissionChange(
            long id,
            long patient,
            String channel,
            long version,
            boolean transactional,
            boolean marketing,
            String suppression,
            long lastIntent) {}

    /**
     * When it was read.
     *
     * @param now on the suite's clock
     * @param pace how fast that clock goes now
     * @param fastest how fast it went at most while the feed was played
     */
    public record Moment(Instant now, double pace, double fastest) {}

    /** All messages the providers accepted: of jobs, and answers. */
    public Stream<LedgerEntry> accepted() {
        return ledger.stream().filter(LedgerEntry::accepted);
    }

    /** The messages the providers accepted that answer nobody. */
    public Stream<LedgerEntry> messages() {
        var answered = answersById().keySet();
        return accepted().filter(line -> !answered.contains(String.valueOf(line.jobId())));
    }

    /** The lines of one kind that are about no answer. */
    public Stream<LedgerEntry> lines(String kind) {
        var answered = answersById().keySet();
        return ledger.stream()
                .filter(line -> line.kind().equals(kind) && !answered.contains(String.valueOf(line.jobId())));
    }

    /** The answers by id. */
    public Map<String, Answer> answersById() {
        return answers.stream().collect(Collectors.toMap(Answer::id, Function.identity(), (one, _) -> one));
    }

    /** The jobs by id. */
    public Map<String, Job> jobsById() {
        return jobs.stream().collect(Collectors.toMap(Job::id, Function.identity(), (one, _) -> one));
    }

    @Override
    public String toString() {
        return "Evidence of " + jobs.size() + " jobs";
    }
}
