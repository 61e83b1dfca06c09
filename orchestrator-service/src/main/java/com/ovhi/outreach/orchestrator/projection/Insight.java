package com.ovhi.outreach.orchestrator.projection;

import org.jspecify.annotations.Nullable;

/**
 * What the suite learned about a patient.
 *
 * @param bestHour local hour, null without evidence
 * @param fatigue in [0, 1]
 */
public record Insight(@Nullable Integer bestHour, double fatigue) {

    /** Nothing learned yet. */
    public static final Insight NONE = new Insight(null, 0);
}
