package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.optimizer.evaluation.Calibration;
import com.ovhi.outreach.optimizer.evaluation.Decided;
import com.ovhi.outreach.optimizer.evaluation.Fairness;
import com.ovhi.outreach.optimizer.evaluation.Fairness.Group;
import com.ovhi.outreach.optimizer.evaluation.Forecast;
import com.ovhi.outreach.optimizer.evaluation.OffPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a new model may take over, with the figures that say so: on the same later facts it must forecast better than the
 * default and no worse than the champion, be calibrated, be wrong about no more groups of patients than what it replaces,
 * and, where decisions by chance were logged, decide no worse than those.
 *
 * @param why a code; {@code better} if it may
 * @param champion null when there is none that can be used
 * @param policy null where nothing is drawn
 * @param groups how the new model does for groups of patients
 */
record Judgement(
        String why,
        Calibration challenger,
        @Nullable Calibration champion,
        Calibration defaults,
        @Nullable OffPolicy policy,
        Map<String, Group> groups) {

    static final String BETTER = "better";

    /** Fewer later messages say too little about a model. */
    static final int LEAST_FORECASTS = 200;

    private static final double MOST_ERROR = 0.1;
    private static final int LEAST_DECISIONS = 200;
    private static final double LEAST_EFFECTIVE = 50;
    private static final double ONE_SIDED = 1.645;

    /** All figures are of the same facts; each forecast counts once for each of two groups, which changes no mean. */
    static Judgement of(
            List<Forecast> challenger,
            Optional<List<Forecast>> champion,
            List<Forecast> defaults,
            List<Decided> decided) {
        var its = Calibration.of(once(challenger));
        var former = champion.map(each -> Calibration.of(once(each))).orElse(null);
        var plain = Calibration.of(once(defaults));
        var policy = decided.isEmpty() ? null : OffPolicy.of(decided);
        var groups = Fairness.of(challenger);
        var replaced = Fairness.of(champion.orElse(defaults));
        return new Judgement(
                why(its, former, plain, policy, unfair(groups), unfair(replaced)), its, former, plain, policy, groups);
    }

    private static String why(
            Calibration its,
            @Nullable Calibration former,
            Calibration plain,
            @Nullable OffPolicy policy,
            int unfair,
            int unfairBefore) {
        if (its.forecasts() < LEAST_FORECASTS) {
            return "too-few-facts";
        }
        if (!(its.logLoss() < plain.logLoss())) {
            return "worse-than-default";
        }
        if (former != null && its.logLoss() > former.logLoss()) {
            return "worse-than-champion";
        }
        if (its.error() > MOST_ERROR) {
            return "not-calibrated";
        }
        if (unfair > unfairBefore) {
            return "unfair";
        }
        return policy != null && isWorse(policy) ? "worse-decisions" : BETTER;
    }

    private static boolean isWorse(OffPolicy policy) {
        return policy.decisions() >= LEAST_DECISIONS
                && policy.effective() >= LEAST_EFFECTIVE
                && policy.doublyRobust() + ONE_SIDED * policy.deviation() < policy.logged();
    }

    /** A forecast is listed under the language and the age of its patient, one after the other. */
    static List<Forecast> once(List<Forecast> forecasts) {
        return IntStream.range(0, forecasts.size())
                .filter(i -> i % 2 == 0)
                .mapToObj(forecasts::get)
                .toList();
    }

    static int unfair(Map<String, Group> groups) {
        return (int) groups.values().stream().filter(Group::unfair).count();
    }

    /** How much of what was expected failed to happen or happened beyond, where that is no accident. */
    static double drift(Calibration now) {
        var gap = Math.abs(now.observed() - now.expected()) / Math.max(0.01, now.expected());
        return now.forecasts() >= LEAST_FORECASTS && now.surprise() > 4 ? gap : 0;
    }
}
