package com.ovhi.outreach.orchestrator.projection;

import com.ovhi.outreach.common.ids.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What the suite learned about a patient.
 *
 * @param bestHour local hour, null without evidence
 * @param bestChannel the one the patient answers on, null without enough evidence
 * @param fatigue in [0, 1]
 */
public record Insight(@Nullable Integer bestHour, @Nullable Channel bestChannel, double fatigue) {

    /** Nothing learned yet. */
    public static final Insight NONE = new Insight(null, null, 0);
}
