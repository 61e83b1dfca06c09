package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.Evidence;
import com.ovhi.outreach.local.check.evidence.Evidence.Job;
import java.util.List;

/** That there is something to judge: where nothing happened, nothing can be wrong. */
final class Substance {

    private Substance() {}

    static List<Invariant> invariants() {
        return List.of(
                new Invariant("a feed was played, and jobs came of it", Substance::nothingPlayed),
                new Invariant("something was sent, unless all of it waits", Substance::nothingSent),
                new Invariant("there are logs", evidence -> evidence.logs().isEmpty() ? List.of("none") : List.of()));
    }

    private static List<String> nothingPlayed(Evidence evidence) {
        return evidence.feed().events().isEmpty() || evidence.jobs().isEmpty()
                ? List.of(evidence.feed().events().size() + " events, "
                        + evidence.jobs().size() + " jobs")
                : List.of();
    }

    private static List<String> nothingSent(Evidence evidence) {
        var ended = evidence.jobs().stream().filter(Job::ended).count();
        return ended > 0 && evidence.messages().findAny().isEmpty()
                ? List.of(ended + " jobs have ended without a message")
                : List.of();
    }
}
