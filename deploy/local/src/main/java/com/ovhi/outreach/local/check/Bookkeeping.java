package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.Evidence;
import com.ovhi.outreach.local.check.evidence.Evidence.Job;
import com.ovhi.outreach.local.check.evidence.EvidenceReader;
import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What was reported is known, what is known is counted, and nothing was left lying. */
final class Bookkeeping {

    private static final Set<String> ARRIVED = Set.of("delivered", "read", "open");
    private static final Set<String> LATER = Set.of("delivered", "opened", "clicked", "bounced");

    private static final String FAILED = "failed";
    private static final String CANCELLED = "cancelled";

    private Bookkeeping() {}

    static List<Invariant> invariants() {
        return List.of(
                new Invariant("each delivery a provider reported is known", Bookkeeping::unknownDeliveries),
                new Invariant("no job was delivered that was not sent", Bookkeeping::deliveredUnsent),
                new Invariant("statistics are the count of the milestones", Bookkeeping::miscounted),
                new Invariant("all events are published", evidence -> notEmpty(evidence.backlog())),
                new Invariant("there are no dead letters", evidence -> notEmpty(evidence.deadLetters())));
    }

    private static List<String> unknownDeliveries(Evidence evidence) {
        var jobs = evidence.jobsById();
        return evidence.lines("STATUS")
                .filter(line -> line.jobId() != null && ARRIVED.contains(line.outcome()))
                .filter(line -> {
                    var job = jobs.get(String.valueOf(line.jobId()));
                    return job == null || !job.has("delivered");
                })
                .map(LedgerEntry::name)
                .toList();
    }

    private static List<String> deliveredUnsent(Evidence evidence) {
        return evidence.jobs().stream()
                .filter(job -> !job.has("sent") && LATER.stream().anyMatch(job::has))
                .map(Job::id)
                .toList();
    }

    /** What was called off and then turned back has not failed. */
    private static List<String> miscounted(Evidence evidence) {
        var counted = new HashMap<String, Long>();
        for (var job : evidence.jobs()) {
            for (var counter : EvidenceReader.counters()) {
                if (job.has(counter) && !(counter.equals(FAILED) && job.status().equals(CANCELLED))) {
                    counted.merge(
                            job.organization() + "/" + job.channel() + "/" + job.purpose() + "/" + counter,
                            1L,
                            Long::sum);
                }
            }
        }
        var all = new TreeSet<>(counted.keySet());
        all.addAll(evidence.stats().keySet());
        return all.stream()
                .filter(name ->
                        !counted.getOrDefault(name, 0L).equals(evidence.stats().getOrDefault(name, 0L)))
                .toList();
    }

    private static List<String> notEmpty(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .map(each -> each.getKey() + " (" + each.getValue() + ")")
                .sorted()
                .toList();
    }
}
