package com.ovhi.outreach.scheduler.pace;

import com.ovhi.outreach.common.ids.Channel;

/** Names of what has a pace. */
final class Scope {

    private Scope() {}

    static String organization(long organizationId) {
        return "organization:" + organizationId;
    }

    /** An organisation's messages that belong to no campaign; their turns are not behind those of its campaigns. */
    static String routine(long organizationId) {
        return "routine:" + organizationId;
    }

    static String campaign(long organizationId, long campaignId) {
        return "campaign:" + organizationId + ":" + campaignId;
    }

    /** The provider accounts through which a channel leaves, together; what is urgent does not wait for them. */
    static String channel(Channel channel) {
        return "channel:" + channel.code();
    }
}
