package com.ovhi.outreach.template.testsend;

import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.UUID;

/** A test that was ordered. What became of it, channel-workers knows by the same id. */
record TestSend(UUID id, Wish wish, Channel channel, Instant orderedAt) {

    /**
     * What somebody wants tested.
     *
     * @param key by which a repeated wish is known
     */
    record Wish(long organizationId, String orderedBy, String key, long templateId, int version, UUID addressId) {}
}
