package com.ovhi.outreach.optimizer.risk;

import com.ovhi.outreach.optimizer.learning.Example;
import com.ovhi.outreach.optimizer.learning.Logistic;
import com.ovhi.outreach.optimizer.learning.Odds;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;

/**
 * How likely a patient misses a visit, for how intensely to remind of it; never for booking a slot twice. Immutable.
 *
 * @param misses the regression on {@link #features}
 */
public record NoShowModel(Logistic misses) {

    private static final int FEATURES = 8;
    private static final int MOST_MISSED = 4;

    /** Copies and checks. */
    public NoShowModel {
        if (misses.coefficients().size() != FEATURES) {
            throw new IllegalArgumentException("No such model of missed visits");
        }
    }

    /** Before anything is learned: 15 of 100 for a visit of an unremarkable patient some days ahead. */
    public static NoShowModel defaults() {
        return new NoShowModel(Logistic.believed(
                List.of(Odds.log(0.15), 0.5, -0.5, 0.3, 0.5, 0.3, 0.3, 0.05),
                List.of(1.0, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.2)));
    }

    /** What the model looks at. */
    public static List<Double> features(Visit visit) {
        var lead = visit.leadDays();
        var day = visit.day();
        return List.of(
                1.0,
                (double) Math.min(MOST_MISSED, visit.missedOfLastFive()),
                lead <= 2 ? 1.0 : 0.0,
                lead >= 15 && lead <= 30 ? 1.0 : 0.0,
                lead > 30 ? 1.0 : 0.0,
                visit.first() ? 1.0 : 0.0,
                visit.young() ? 1.0 : 0.0,
                day == DayOfWeek.MONDAY || day == DayOfWeek.FRIDAY ? 1.0 : 0.0);
    }

    /** Learns of visits that were missed or not. */
    public NoShowModel after(List<Example> examples) {
        return new NoShowModel(misses.after(examples));
    }

    /** How likely the visit is missed, three decimals. */
    public double risk(Visit visit) {
        return Math.round(misses.probability(features(visit)) * 1_000) / 1_000.0;
    }

    /**
     * What is known of a visit beforehand.
     *
     * @param leadDays whole days from booking to visit, 0 or more
     * @param first whether the patient never came before
     * @param young whether the patient is 18 to 30
     */
    public record Visit(
            Instant start, int missedOfLastFive, long leadDays, boolean first, boolean young, DayOfWeek day) {}
}
