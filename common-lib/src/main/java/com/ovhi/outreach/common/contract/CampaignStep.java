package com.ovhi.outreach.common.contract;

import org.jspecify.annotations.Nullable;

/**
 * Which step of a campaign a message is. {@code version} is the version of the campaign the patient is on, from 1; {@code step} the place of the step in it, from 0; {@code experimentId} the experiment that chose among variants, null when none did. {@code round} says how often the campaign had been paused when it was asked for, null for never; {@code run} which time it is that the patient goes through the campaign, from 1, null when that is not known.
 */
public record CampaignStep(
        int version,
        int step,
        @Nullable Long experimentId,
        @Nullable Integer round,
        @Nullable Integer run) {

    /** Of a campaign that was never paused, in a run that is not known. */
    public CampaignStep(int version, int step, @Nullable Long experimentId) {
        this(version, step, experimentId, null, null);
    }
}
