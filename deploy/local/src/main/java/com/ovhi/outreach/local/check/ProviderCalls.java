package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.Evidence;
import com.ovhi.outreach.local.check.evidence.Evidence.Intent;
import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How providers were called: only for an attempt that was written down, not too often, for the right patient. */
final class ProviderCalls {

    private static final int MOST_CALLS = 6;
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(1);
    private static final Duration REACTION = Duration.ofSeconds(10);

    private ProviderCalls() {}

    static List<Invariant> invariants() {
        return List.of(
                new Invariant("each call was preceded by an intent", ProviderCalls::withoutIntent),
                new Invariant("each answer was sent after its gate, and is known", ProviderCalls::unknownAnswers),
                new Invariant("no job was tried more than six times", ProviderCalls::tooOften),
                new Invariant("nothing was sent that was cancelled before", ProviderCalls::cancelled),
                new Invariant("each message went to an address of its patient", ProviderCalls::toSomebodyElse));
    }

    private static List<String> withoutIntent(Evidence evidence) {
        var intents = evidence.intents().stream().collect(Collectors.groupingBy(Intent::job));
        return Stream.concat(evidence.lines("CALL").filter(line -> line.jobId() != null), evidence.messages())
                .filter(line -> intents.getOrDefault(String.valueOf(line.jobId()), List.of()).stream()
                        .noneMatch(intent ->
                                !intent.openedAt().isAfter(line.realAt().plus(CLOCKS_DIFFER))))
                .map(LedgerEntry::name)
                .toList();
    }

    private static List<String> unknownAnswers(Evidence evidence) {
        var answers = evidence.answersById();
        return evidence.accepted()
                .filter(line -> {
                    var answer = answers.get(String.valueOf(line.jobId()));
                    return answer != null && !isOf(answer, line);
                })
                .map(LedgerEntry::name)
                .toList();
    }

    private static boolean isOf(Evidence.Answer answer, LedgerEntry message) {
        var opened = answer.openedAt();
        return answer.state().equals("accepted")
                && message.messageId().equals(answer.message())
                && opened != null
                && !opened.isAfter(message.realAt().plus(CLOCKS_DIFFER));
    }

    /** What a provider turned away unread is not counted, nor does it use up a retry: it waits for its turn. */
    private static List<String> tooOften(Evidence evidence) {
        return evidence
                .lines("CALL")
                .filter(line -> !line.throttled())
                .map(LedgerEntry::jobId)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .filter(each -> each.getValue() > MOST_CALLS)
                .map(java.util.Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static List<String> cancelled(Evidence evidence) {
        var jobs = evidence.jobsById();
        var reaction =
                Duration.ofNanos((long) (REACTION.toNanos() * evidence.moment().fastest()));
        return evidence.messages()
                .filter(message -> {
                    var job = jobs.get(String.valueOf(message.jobId()));
                    var cancelled = job == null ? null : job.milestones().get("cancelled");
                    return cancelled != null && cancelled.plus(reaction).isBefore(message.at());
                })
                .map(LedgerEntry::name)
                .toList();
    }

    /** Nor to anybody the feed does not know, of whom nothing else could be judged. */
    private static List<String> toSomebodyElse(Evidence evidence) {
        var jobs = evidence.jobsById();
        var patients = PatientRecord.of(evidence.feed());
        return evidence.messages()
                .filter(message -> {
                    var job = jobs.get(String.valueOf(message.jobId()));
                    var patient = job == null ? null : patients.get(job.patient());
                    return job != null
                            && (patient == null || !patient.addresses().contains(PatientRecord.address(message.to())));
                })
                .map(LedgerEntry::name)
                .toList();
    }
}
