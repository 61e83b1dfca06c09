package com.ovhi.outreach.optimizer.risk;

import com.ovhi.outreach.optimizer.learning.Example;
import com.ovhi.outreach.optimizer.learning.Logistic;
import com.ovhi.outreach.optimizer.learning.Odds;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * How likely a message makes its patient opt out, by the load of the week before: a discrete hazard (P. D. Allison,
 * "Discrete-time methods for the analysis of event histories", Sociological Methodology 13 (1982) 61–98). Immutable.
 *
 * @param hazard the regression on {@link #features}
 */
public record FatigueModel(Logistic hazard) {

    /** A message older than this tires nobody. */
    public static final Duration WINDOW = Duration.ofDays(7);

    /** So much load a week bothers nobody. */
    static final double TOLERATED = 3;

    private static final int FEATURES = 3;
    private static final int EXCESS = 1;
    /** A message that was answered was wanted, if not urgently. */
    private static final double WANTED = 0.5;

    /** Copies and checks. */
    public FatigueModel {
        if (hazard.coefficients().size() != FEATURES) {
            throw new IllegalArgumentException("No such model of fatigue");
        }
    }

    /** Before anything is learned: 0.6 of 100, 2.5 times as many of marketing, a factor of 1.3 for each message above three. */
    public static FatigueModel defaults() {
        return new FatigueModel(
                Logistic.believed(List.of(Odds.log(0.006), Math.log(1.3), Math.log(2.5)), List.of(1.0, 0.1, 0.5)));
    }

    /** What the model looks at. */
    public static List<Double> features(double load, boolean marketing) {
        return List.of(1.0, Math.max(0, load - TOLERATED), marketing ? 1.0 : 0.0);
    }

    /** Learns of messages that were followed by an opt-out or not. */
    public FatigueModel after(List<Example> examples) {
        return new FatigueModel(hazard.after(examples));
    }

    /** How likely the next message makes the patient opt out. */
    public double hazard(double load, boolean marketing) {
        return hazard.probability(features(load, marketing));
    }

    /** How much the messages of the week before an instant weigh: one each, half of one that was answered. */
    public static double load(Collection<Touch> touches, Instant at) {
        return touches.stream()
                .filter(each -> !each.at().isAfter(at) && each.at().plus(WINDOW).isAfter(at))
                .mapToDouble(each -> each.answered() ? WANTED : 1)
                .sum();
    }

    /**
     * How tired a patient is: {@code 1 − r²}, where r is how much smaller the hazard would be without the excess of
     * load. 0 up to three messages a week; with the default factor of 1.3, 0.41 for four, 0.65 for five, 0.79 for six.
     */
    public Fatigue fatigue(Collection<Touch> touches, Instant now) {
        var excess = Math.max(0, load(touches, now) - TOLERATED);
        var growth = Math.max(0, hazard.coefficients().get(EXCESS));
        var score = Math.round((1 - Math.exp(-2 * growth * excess)) * 1_000) / 1_000.0;
        return score == 0
                ? Fatigue.NONE
                : new Fatigue(
                        score,
                        touches.stream()
                                .map(each -> each.at().plus(WINDOW))
                                .filter(now::isBefore)
                                .min(Comparator.naturalOrder()));
    }

    /** A message that was sent. */
    public record Touch(Instant at, boolean answered) {}
}
