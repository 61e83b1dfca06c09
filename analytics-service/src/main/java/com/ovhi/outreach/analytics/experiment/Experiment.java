package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;

/**
 * An experiment, as its exposures tell of it.
 *
 * @param firstExposedAt when the first patient met it
 */
record Experiment(long id, long organizationId, long campaignId, Purpose purpose, Instant firstExposedAt) {

    Metric primary() {
        return Metric.primary(purpose);
    }
}
