package com.ovhi.outreach.common.contract;

import org.jspecify.annotations.Nullable;

/**
 * Which step of a campaign a message is. {@code version} is the version of the campaign the patient is on, from 1; {@code step} the place of the step in it, from 0; {@code experimentId} the experiment that chose among variants, null when none did. {@code round} says how often the campaign had been paused when it was asked for, null for never.
 */
public record CampaignStep(
        int version,
        int step,
        @Nullable Long experimentId,
        @Nullable Integer round) {

    /** Of a campaign that was never paused. */
    public CampaignStep(int version, int step, @Nullable Long experimentId) {
        this(version, step, experimentId, null);
    }
}
