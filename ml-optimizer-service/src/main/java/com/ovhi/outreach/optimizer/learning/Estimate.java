package com.ovhi.outreach.optimizer.learning;

import java.util.List;
import java.util.Optional;

/**
 * What is believed of a patient.
 *
 * @param bestHour local hour, empty without evidence or when it is not known where the patient is
 * @param fatigue how tired of messages
 * @param confidence {@code n / (n + 20)} for n messages sent at a known hour: how much of the estimate is the patient's
 *     own doing rather than what we would assume of anybody
 * @param evidence how many messages were answered
 */
public record Estimate(Optional<Integer> bestHour, Fatigue fatigue, double confidence, int evidence) {

    static final int PRIOR_SENDS = 20;

    /** Draws the conclusions. */
    public static Estimate of(List<HourCount> counts, Fatigue fatigue, boolean zoneKnown) {
        var sent = counts.stream().mapToInt(HourCount::sent).sum();
        return new Estimate(
                zoneKnown ? BestHour.of(counts) : Optional.empty(),
                fatigue,
                Rounded.of((double) sent / (sent + PRIOR_SENDS)),
                counts.stream().mapToInt(HourCount::responded).sum());
    }
}
