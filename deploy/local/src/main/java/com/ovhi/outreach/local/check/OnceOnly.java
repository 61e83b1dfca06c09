package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.Evidence;
import com.ovhi.outreach.local.check.evidence.Evidence.Decision;
import com.ovhi.outreach.local.check.evidence.Evidence.Intent;
import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Nobody is contacted twice for the same thing. */
final class OnceOnly {

    private static final Set<String> CLAIMS_SLOT = Set.of("open", "unknown", "accepted");

    private OnceOnly() {}

    static List<Invariant> invariants() {
        return List.of(
                new Invariant("no job was accepted twice by a provider", OnceOnly::jobs),
                new Invariant("no contact slot was used twice", OnceOnly::slots),
                new Invariant("at most one attempt of a slot is open or accepted", OnceOnly::openAttempts),
                new Invariant("no occasion became two jobs", OnceOnly::occasions));
    }

    private static List<String> jobs(Evidence evidence) {
        return repeated(evidence.accepted().map(LedgerEntry::jobId).filter(Objects::nonNull), Function.identity());
    }

    private static List<String> slots(Evidence evidence) {
        var jobs = evidence.jobsById();
        return repeated(
                evidence.messages()
                        .map(message -> jobs.get(String.valueOf(message.jobId())))
                        .filter(Objects::nonNull),
                Evidence.Job::slot);
    }

    private static List<String> openAttempts(Evidence evidence) {
        return repeated(
                evidence.intents().stream().filter(intent -> CLAIMS_SLOT.contains(intent.state())), Intent::slot);
    }

    /** A job that takes over from another one uses its slot; two slots would be two contacts. */
    private static List<String> occasions(Evidence evidence) {
        var jobs = evidence.jobsById();
        return repeated(
                evidence.decisions().stream()
                        .filter(Decision::accepted)
                        .map(decision ->
                                new Contact(decision.owner() + "/" + decision.occasion(), slot(decision, jobs)))
                        .distinct(),
                Contact::occasion);
    }

    private static String slot(Decision decision, Map<String, Evidence.Job> jobs) {
        var id = String.valueOf(decision.job());
        var job = jobs.get(id);
        return job == null ? id : job.slot();
    }

    private static <T> List<String> repeated(Stream<T> things, Function<T, String> name) {
        return things.collect(Collectors.groupingBy(name, Collectors.counting())).entrySet().stream()
                .filter(each -> each.getValue() > 1)
                .map(java.util.Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private record Contact(String occasion, String slot) {}
}
