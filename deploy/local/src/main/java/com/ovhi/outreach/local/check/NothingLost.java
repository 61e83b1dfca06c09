package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.Evidence;
import com.ovhi.outreach.local.check.evidence.Evidence.Decision;
import com.ovhi.outreach.local.check.evidence.Evidence.Job;
import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was asked for ends as a message, a refusal or a cancellation, and both sides agree on what was sent. */
final class NothingLost {

    private static final Duration OVERDUE = Duration.ofSeconds(60);
    private static final Set<String> WITH_A_PERSON = Set.of("review");

    private NothingLost() {}

    static List<Invariant> invariants() {
        return List.of(
                new Invariant("each event that calls for a message has a decision", ExpectedContacts::undecided),
                new Invariant("each request has a decision", NothingLost::unansweredRequests),
                new Invariant("no event waited in vain", Evidence::orphans),
                new Invariant("decisions and jobs belong together", NothingLost::decisionsWithoutJob),
                new Invariant("each job has ended or waits for its time", NothingLost::stuckJobs),
                new Invariant("each accepted message belongs to a job that knows", NothingLost::unknownMessages),
                new Invariant("each job that was sent was accepted exactly once", NothingLost::unsentJobs),
                new Invariant("each accepted message is the outcome of an attempt", NothingLost::foreignMessages));
    }

    private static List<String> unansweredRequests(Evidence evidence) {
        var decided = evidence.decisions().stream().map(Decision::requestId).collect(Collectors.toSet());
        return evidence.requests().stream()
                .map(Evidence.Request::id)
                .filter(id -> !decided.contains(id))
                .toList();
    }

    private static List<String> decisionsWithoutJob(Evidence evidence) {
        var jobs = evidence.jobsById().keySet();
        var decided = evidence.decisions().stream()
                .filter(Decision::accepted)
                .map(decision -> String.valueOf(decision.job()))
                .collect(Collectors.toSet());
        return Stream.concat(
                        decided.stream().filter(job -> !jobs.contains(job)),
                        jobs.stream().filter(job -> !decided.contains(job)))
                .sorted()
                .toList();
    }

    private static List<String> stuckJobs(Evidence evidence) {
        var moment = evidence.moment();
        var overdue = moment.now().minusMillis((long) (OVERDUE.toMillis() * moment.pace()));
        var fine = Stream.concat(
                        evidence.queue().stream()
                                .filter(row -> row.state().equals("waiting")
                                        && row.dueAt().isAfter(overdue))
                                .map(Evidence.QueueRow::job),
                        evidence.intents().stream()
                                .filter(intent -> WITH_A_PERSON.contains(intent.state()))
                                .map(Evidence.Intent::job))
                .collect(Collectors.toSet());
        return evidence.jobs().stream()
                .filter(job -> !job.ended() && !fine.contains(job.id()))
                .map(Job::id)
                .toList();
    }

    private static List<String> unknownMessages(Evidence evidence) {
        var jobs = evidence.jobsById();
        return evidence.messages()
                .filter(message -> {
                    var job = jobs.get(String.valueOf(message.jobId()));
                    return job == null || !job.has("sent");
                })
                .map(LedgerEntry::name)
                .toList();
    }

    private static List<String> unsentJobs(Evidence evidence) {
        var accepted = evidence.messages()
                .map(LedgerEntry::jobId)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return evidence.jobs().stream()
                .filter(job -> job.has("sent") && accepted.getOrDefault(job.id(), 0L) != 1)
                .map(Job::id)
                .toList();
    }

    private static List<String> foreignMessages(Evidence evidence) {
        var outcomes = evidence.intents().stream()
                .filter(intent -> intent.state().equals("accepted"))
                .map(intent -> intent.job() + " " + intent.message())
                .collect(Collectors.toSet());
        return evidence.messages()
                .filter(message -> !outcomes.contains(message.jobId() + " " + message.messageId()))
                .map(LedgerEntry::name)
                .toList();
    }
}
