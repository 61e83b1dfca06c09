package com.ovhi.outreach.analytics.experiment;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How experiments are judged. Durations are on the suite's clock.
 *
 * @param window what happens within it after a patient's exposure counts; winners are judged by patients whose window is over
 * @param skew by how much an event may seem to come before the exposure that led to it
 * @param longest after which an experiment without a winner has shown no difference
 * @param smallestSample patients each variant needs, with their windows over, before one may win
 * @param alpha the chance of a false winner or a false alarm of a guardrail, over all looks
 * @param sampleRatioAlpha the chance of a false alarm on sample ratios, over all looks
 * @param optOutCeiling share of opt-outs no variant may exceed
 * @param complaintCeiling share of complaints no variant may exceed
 * @param remembered for how long at most those who look see the same numbers, in real time
 */
@ConfigurationProperties("outreach.analytics.experiments")
record ExperimentRules(
        @DefaultValue("14d") Duration window,
        @DefaultValue("5m") Duration skew,
        @DefaultValue("56d") Duration longest,
        @DefaultValue("100") int smallestSample,
        @DefaultValue("0.05") double alpha,
        @DefaultValue("0.001") double sampleRatioAlpha,
        @DefaultValue("0.03") double optOutCeiling,
        @DefaultValue("0.003") double complaintCeiling,
        @DefaultValue("30s") Duration remembered) {

    /** Refuses levels that are none. */
    ExperimentRules {
        for (var share : new double[] {alpha, sampleRatioAlpha, optOutCeiling, complaintCeiling}) {
            if (!(share > 0 && share < 1)) {
                throw new IllegalStateException(
                        "Levels and ceilings of outreach.analytics.experiments lie between 0 and 1");
            }
        }
        if (window.isNegative() || window.isZero() || skew.isNegative() || smallestSample < 1) {
            throw new IllegalStateException("outreach.analytics.experiments needs a window and a smallest sample");
        }
        if (remembered.isNegative()) {
            throw new IllegalStateException("outreach.analytics.experiments.remembered is a time, or zero");
        }
    }

    /** How sure intervals are. */
    double level() {
        return 1 - alpha;
    }
}
