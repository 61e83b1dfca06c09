package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.analytics.inference.Proportion;
import com.ovhi.outreach.analytics.inference.Sample;
import java.util.Map;

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

    Proportion of(Metric metric) {
        return new Proportion(outcomes.getOrDefault(metric, 0L), exposed);
    }
}
