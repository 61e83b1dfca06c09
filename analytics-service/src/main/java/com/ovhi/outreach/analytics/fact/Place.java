package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.common.contract.JobChanged;
import org.jspecify.annotations.Nullable;

/**
 * Where in a campaign a message stands.
 *
 * @param campaignId 0 outside campaigns
 * @param campaignVersion 0 for none or unknown
 * @param step -1 for none or unknown
 * @param experimentId 0 for none or unknown
 * @param variant empty for none
 */
record Place(long campaignId, int campaignVersion, int step, long experimentId, String variant) {

    static final int NO_STEP = -1;
    private static final int LONGEST = 64;

    static Place of(JobChanged change) {
        var campaign = change.campaignId();
        var step = change.step();
        var experiment = step == null ? null : step.experimentId();
        return new Place(
                campaign == null ? 0 : campaign,
                step == null ? 0 : step.version(),
                step == null ? NO_STEP : step.step(),
                experiment == null ? 0 : experiment,
                variant(change.abVariant()));
    }

    /** A variant's name as it is kept: shortened, empty for none. */
    static String variant(@Nullable String name) {
        if (name == null) {
            return "";
        }
        return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    }

    Place or(Place told) {
        return new Place(
                campaignId == 0 ? told.campaignId : campaignId,
                campaignVersion == 0 ? told.campaignVersion : campaignVersion,
                step == NO_STEP ? told.step : step,
                experimentId == 0 ? told.experimentId : experimentId,
                variant.isEmpty() ? told.variant : variant);
    }
}
