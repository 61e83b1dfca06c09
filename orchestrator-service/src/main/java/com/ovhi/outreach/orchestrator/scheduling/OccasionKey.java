package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Purpose;
import org.jspecify.annotations.Nullable;

/** Names the occasion of a schedule call, for which a patient is contacted once. */
final class OccasionKey {

    private OccasionKey() {}

    /** A campaign contacts a patient once per purpose; without one, each key of a client is an occasion. */
    static String ofCall(@Nullable Long campaignId, Purpose purpose, String client, String key) {
        return campaignId == null ? "call/" + client + "/" + key : "campaign/" + campaignId + "/" + purpose.code();
    }
}
