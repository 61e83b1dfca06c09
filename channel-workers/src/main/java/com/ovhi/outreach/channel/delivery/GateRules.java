package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.ids.FailureClass;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rules of the send gate, in order; the first objection counts. */
final class GateRules {

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
