package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rules of the send gate, in order; the first objection counts. */
final class GateRules {

    /** How long the scheduler may take to hear of what this service knows, real time; it is asked once more then. */
    private static final Duration HEARSAY = Duration.ofSeconds(15);

    private static final List<Rule> RULES = List.of(
            (candidate, now) -> objection(candidate.withdrawn(), "cancelled"),
            (candidate, now) -> objection(
                    candidate.permission().organizationId() != candidate.order().organizationId(),
                    "other-organization"),
            (candidate, now) -> objection(!candidate.permission().allows(candidate.marketing()), "opted-out"),
            (candidate, now) -> objection(
                    !candidate.addressHash().equals(candidate.permission().addressHash()), "address-changed"),
            (candidate, now) ->
                    objection(candidate.permission().suppression().forbids(candidate.marketing()), "suppressed"),
            // The scheduler looks at its window again: it may send later or let the job expire.
            (candidate, now) -> now.isBefore(candidate.order().deadline())
                    ? Optional.empty()
                    : Optional.of(NotSent.refused(FailureClass.PARKED, "deadline-passed")),
            // Its hours may be others by then. The scheduler judges it by them, and waits till it has heard of them,
            // too.
            (candidate, now) -> candidate.judgedByOlderPreferences()
                    ? Optional.of(new NotSent(FailureClass.PARKED, "preferences-changed", HEARSAY, About.MESSAGE))
                    : Optional.empty(),
            // Definite, so another channel takes over that can be told when to give up.
            (candidate, now) -> candidate.mayArriveTooLate(now)
                    ? Optional.of(NotSent.refused(FailureClass.WINDOW, "too-late-for-channel"))
                    : Optional.empty());

    private GateRules() {}

    /** The first objection to a send. */
    static Optional<NotSent> objection(Candidate candidate, Instant now) {
        return RULES.stream()
                .flatMap(rule -> rule.judge(candidate, now).stream())
                .findFirst();
    }

    private static Optional<NotSent> objection(boolean applies, String code) {
        return applies ? Optional.of(NotSent.refused(FailureClass.REFUSED, code)) : Optional.empty();
    }

    @FunctionalInterface
    private interface Rule {
        Optional<NotSent> judge(Candidate candidate, Instant now);
    }
}
