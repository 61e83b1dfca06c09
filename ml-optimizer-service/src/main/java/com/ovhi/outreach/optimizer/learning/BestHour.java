package com.ovhi.outreach.optimizer.learning;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The hour of the day at which a patient answers best. There is one only on evidence: the patient has answered at least
 * three messages, and even the cautious estimate of that hour's rate ({@link WilsonBound}) is above the patient's rate
 * over all hours.
 */
public final class BestHour {

    static final int LEAST_RESPONSES = 3;

    private BestHour() {}

    /** The hour, or empty without evidence. */
    public static Optional<Integer> of(List<HourCount> counts) {
        var sent = counts.stream().mapToInt(HourCount::sent).sum();
        var responded = counts.stream().mapToInt(HourCount::responded).sum();
        if (responded < LEAST_RESPONSES) {
            return Optional.empty();
        }
        var overall = (double) responded / sent;
        return counts.stream()
                .max(Comparator.comparingDouble(BestHour::bound)
                        .thenComparing(HourCount::hour, Comparator.reverseOrder()))
                .filter(best -> bound(best) > overall)
                .map(HourCount::hour);
    }

    private static double bound(HourCount count) {
        return WilsonBound.lower(count.responded(), count.sent());
    }
}
