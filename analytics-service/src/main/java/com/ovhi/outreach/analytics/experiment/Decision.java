package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.common.ids.ExperimentVerdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about an experiment.
 *
 * @param variant the one that won or does harm
 * @param reason a sentence for people
 */
record Decision(ExperimentVerdict verdict, @Nullable String variant, String reason, Instant at) {

    boolean is(ExperimentVerdict other) {
        return verdict == other;
    }
}
