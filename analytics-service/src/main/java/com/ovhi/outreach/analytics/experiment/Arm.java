package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.analytics.inference.Proportion;
import com.ovhi.outreach.analytics.inference.Sample;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of one variant.
 *
 * @param holdout whether its patients receive nothing
 * @param exposed how many patients met it
 * @param outcomes to how many of them each happened
 * @param messages sent to a patient
 * @param keptVisits of a patient
 */
record Arm(
        String variant, boolean holdout, long exposed, Map<Metric, Long> outcomes, Sample messages, Sample keptVisits) {

    /** Parts of the same arms put together, by variant. */
    static List<Arm> joined(List<Arm> parts) {
        var arms = new TreeMap<Arm, Arm>(Comparator.comparing(Arm::variant).thenComparing(Arm::holdout));
        parts.forEach(part -> arms.merge(part, part, Arm::plus));
        return List.copyOf(arms.values());
    }

    private Arm plus(Arm other) {
        var sums = new EnumMap<Metric, Long>(Metric.class);
        sums.putAll(outcomes);
        other.outcomes.forEach((metric, count) -> sums.merge(metric, count, Long::sum));
        return new Arm(
                variant,
                holdout,
                exposed + other.exposed,
                sums,
                messages.plus(other.messages),
                keptVisits.plus(other.keptVisits));
    }

    Proportion of(Metric metric) {
        return new Proportion(outcomes.getOrDefault(metric, 0L), exposed);
    }
}
