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
 * What the numbers ask of a campaign, beyond what was said already. Harm comes before all else, once for each variant. Once
 * patients were divided wrongly variants cannot be compared any longer: only what exceeds a ceiling is harm then, and nothing
 * wins. A winner stays one unless it does harm.
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
        var alarmed = before.stream().anyMatch(each -> each.is(SAMPLE_RATIO));
        var comparable = !alarmed && !reading.uneven();
        var harmful = before.stream()
                .filter(each -> each.is(GUARDRAIL))
                .map(Decision::variant)
                .filter(Objects::nonNull)
                .toList();
        var harm = harm(reading, comparable, harmful, now);
        if (harm.isPresent()) {
            return harm;
        }
        if (!comparable) {
            return alarmed
                    ? Optional.empty()
                    : Optional.of(new Decision(
                            SAMPLE_RATIO, null, "Patients were not divided among the variants by their weights.", now));
        }
        return before.stream().anyMatch(each -> stands(each, harmful))
                ? Optional.empty()
                : winner(experiment, reading, harmful, now);
    }

    private Optional<Decision> harm(Reading reading, boolean comparable, List<String> known, Instant now) {
        return guardrails.judge(reading.arms()).stream()
                .filter(comparable ? Guardrail::harm : Guardrail::over)
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
