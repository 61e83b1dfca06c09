package com.ovhi.outreach.analytics.experiment;

import static com.ovhi.outreach.common.ids.ExperimentVerdict.GUARDRAIL;
import static com.ovhi.outreach.common.ids.ExperimentVerdict.NO_DIFFERENCE;
import static com.ovhi.outreach.common.ids.ExperimentVerdict.SAMPLE_RATIO;
import static com.ovhi.outreach.common.ids.ExperimentVerdict.WINNER;

import com.ovhi.outreach.analytics.experiment.Guardrails.Guardrail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the numbers ask of a campaign, beyond what was said already. Once patients were divided wrongly nothing can be said any
 * longer; harm comes before all else, once for each variant; a winner stays one unless it does harm.
 */
final class Verdicts {

    private final ExperimentRules rules;
    private final Guardrails guardrails;

    Verdicts(ExperimentRules rules) {
        this.rules = rules;
        guardrails = new Guardrails(rules);
    }

    /** The next decision; empty when there is nothing new to say. */
    Optional<Decision> next(Experiment experiment, List<Decision> before, Reading reading, Instant now) {
        if (before.stream().anyMatch(each -> each.is(SAMPLE_RATIO))) {
            return Optional.empty();
        }
        if (reading.uneven()) {
            return Optional.of(new Decision(
                    SAMPLE_RATIO, null, "Patients were not divided among the variants by their weights.", now));
        }
        var harmful = before.stream()
                .filter(each -> each.is(GUARDRAIL))
                .map(Decision::variant)
                .filter(Objects::nonNull)
                .toList();
        return harm(reading, harmful, now)
                .or(() -> before.stream().anyMatch(each -> stands(each, harmful))
                        ? Optional.empty()
                        : winner(experiment, reading, harmful, now));
    }

    private Optional<Decision> harm(Reading reading, List<String> known, Instant now) {
        return guardrails.judge(reading.arms()).stream()
                .filter(Guardrail::harm)
                .filter(each -> !known.contains(each.variant()))
                .findFirst()
                .map(each -> new Decision(GUARDRAIL, each.variant(), each.reason(), now));
    }

    private static boolean stands(Decision decision, List<String> harmful) {
        return decision.is(NO_DIFFERENCE)
                || (decision.is(WINNER) && !harmful.contains(Objects.requireNonNull(decision.variant())));
    }

    private Optional<Decision> winner(Experiment experiment, Reading reading, List<String> harmful, Instant now) {
        var winner = reading.winner(harmful);
        if (winner.isPresent()) {
            return Optional.of(new Decision(
                    WINNER,
                    winner.get(),
                    "Variant " + winner.get() + " is ahead of every other by "
                            + reading.primary().code() + ".",
                    now));
        }
        var age = Duration.between(experiment.firstExposedAt(), now);
        return age.compareTo(rules.longest()) >= 0 && reading.enough()
                ? Optional.of(new Decision(
                        NO_DIFFERENCE, null, "It has run its length, and no variant is ahead of every other.", now))
                : Optional.empty();
    }
}
