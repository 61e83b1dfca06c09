package com.ovhi.outreach.orchestrator.projection;

import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.common.ids.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What the suite learned about a patient.
 *
 * @param bestHour local hour, null without evidence
 * @param bestChannel the one the patient answers on, null without enough evidence
 * @param fatigue in [0, 1]
 * @param hourWeights how messages shall be shared out among hours, null while that is nobody's business
 * @param noShowRisk how likely the next visit is missed, in [0, 1]; 0 while it is not known
 */
public record Insight(
        @Nullable Integer bestHour,
        @Nullable Channel bestChannel,
        double fatigue,
        @Nullable HourWeights hourWeights,
        double noShowRisk) {

    /** From here on a patient is among the one or two in ten who are reminded although they have confirmed. */
    private static final double HIGH_RISK = 0.3;

    /** Nothing learned yet. */
    public static final Insight NONE = new Insight(null, null, 0, null, 0);

    /** Whether the next visit is likelier to be missed than most. */
    public boolean highRisk() {
        return noShowRisk >= HIGH_RISK;
    }
}
