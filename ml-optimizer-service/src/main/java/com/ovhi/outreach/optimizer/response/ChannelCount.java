package com.ovhi.outreach.optimizer.response;

import com.ovhi.outreach.common.ids.Channel;

/**
 * What happened to the messages sent to a patient on one channel; old ones count less.
 *
 * @param responded how many of those sent the patient answered
 */
public record ChannelCount(Channel channel, double sent, double responded) {

    /** Checks. */
    public ChannelCount {
        if (!(sent >= 0) || !Double.isFinite(sent) || !(responded >= 0)) {
            throw new IllegalArgumentException("No such count");
        }
        responded = Math.min(responded, sent);
    }
}
