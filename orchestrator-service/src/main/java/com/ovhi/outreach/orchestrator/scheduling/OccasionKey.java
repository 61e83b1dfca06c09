package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.decision.OccasionName;
import com.ovhi.outreach.orchestrator.scheduling.ScheduleRequest.About;
import org.jspecify.annotations.Nullable;

/** Names the occasion of a schedule call, for which a patient is contacted once. */
final class OccasionKey {

    private OccasionKey() {}

    /**
     * What the caller names is the occasion, in the same words as this service's own rules use; else a campaign contacts
     * a patient once per purpose; else each key of a client is an occasion.
     *
     * @param version of what it is about, as named or known
     */
    static String ofCall(
            @Nullable About about,
            @Nullable Integer version,
            @Nullable Long campaignId,
            Purpose purpose,
            String client,
            String key) {
        if (about != null) {
            return OccasionName.of(about.about(), version, purpose, about.which());
        }
        return campaignId == null ? "call/" + client + "/" + key : "campaign/" + campaignId + "/" + purpose.code();
    }
}
