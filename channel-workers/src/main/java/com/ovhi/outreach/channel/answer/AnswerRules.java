package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.common.ids.AnswerKind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules of the gate for answers, in order; the first objection counts. Pure. */
final class AnswerRules {

    private static final Set<AnswerKind> MACHINES = EnumSet.complementOf(EnumSet.of(AnswerKind.STAFF));

    /** They are counted with the others, but what is in danger or wants silence is not left without an answer for them. */
    private static final Set<AnswerKind> OWN_CEILING =
            EnumSet.of(AnswerKind.EMERGENCY, AnswerKind.STOP_CONFIRMATION, AnswerKind.STAFF);

    private final List<Rule> rules;

    AnswerRules(Ceilings ceilings) {
        rules = List.of(
                (it, now) -> objection(!now.isBefore(it.answer().deadline()), "deadline-passed"),
                (it, now) -> objection(!it.owed() && it.standing().unreachable(), "suppressed"),
                (it, now) -> objection(it.onlyOwed() && !now.isBefore(it.owedUntil()), "too-late"),
                (it, now) -> objection(
                        it.kind() == AnswerKind.STOP_CONFIRMATION && it.confirmedAlready(), "already-confirmed"),
                (it, now) -> passing(!it.owed() && it.permissionUnknown(), "permission-unknown"),
                (it, now) -> objection(!it.owed() && it.otherOrganization(), "other-organization"),
                (it, now) ->
                        passing(it.kind() == AnswerKind.START_CONFIRMATION && it.optedOut(), "permission-not-open"),
                (it, now) -> objection(!it.owed() && it.optedOut(), "opted-out"),
                (it, now) -> objection(!it.owed() && it.addressChanged(), "address-changed"),
                (it, now) -> objection(it.needsWindow() && !now.isBefore(it.windowEnd()), "window-closed"),
                (it, now) ->
                        objection(it.kind() != AnswerKind.STAFF && it.before().answeredAlready(), "already-answered"),
                (it, now) -> objection(it.kind() == AnswerKind.RECEIPT && fullOf(it, now, ceilings), "receipt-given"),
                (it, now) -> objection(fullOf(it, now, ceilings), "loop-guard"),
                (it, now) -> objection(!OWN_CEILING.contains(it.kind()) && full(it, now, ceilings), "loop-guard"));
    }

    /** What stands against an answer now. */
    Optional<Objection> objection(Candidate candidate, Instant now) {
        return rules.stream()
                .flatMap(rule -> rule.judge(candidate, now).stream())
                .findFirst();
    }

    /** Whether there were enough answers of its own kind. */
    private static boolean fullOf(Candidate it, Instant now, Ceilings ceilings) {
        return it.before().since(now.minus(Ceilings.DAY), EnumSet.of(it.kind())) >= ceilings.ofDay(it.kind());
    }

    /** Whether there were enough answers of machines. */
    private static boolean full(Candidate it, Instant now, Ceilings ceilings) {
        return it.before().since(now.minus(ceilings.burstWithin()), MACHINES) >= ceilings.burst()
                || it.before().since(now.minus(Ceilings.DAY), MACHINES) >= ceilings.daily();
    }

    private static Optional<Objection> objection(boolean applies, String code) {
        return applies ? Optional.of(Objection.forGood(code)) : Optional.empty();
    }

    private static Optional<Objection> passing(boolean applies, String code) {
        return applies ? Optional.of(Objection.passing(code)) : Optional.empty();
    }

    @FunctionalInterface
    private interface Rule {
        Optional<Objection> judge(Candidate candidate, Instant now);
    }
}
