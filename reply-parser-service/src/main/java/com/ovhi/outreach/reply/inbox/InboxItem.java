package com.ovhi.outreach.reply.inbox;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reply that needs a person: ids and vocabulary, never the text.
 *
 * @param reason the rule that sent it here
 * @param state {@code open} or {@code closed}
 */
public record InboxItem(
        UUID id,
        @Nullable Long organizationId,
        @Nullable Long patientId,
        UUID inboundId,
        Channel channel,
        Intent intent,
        String reason,
        String state,
        Instant receivedAt,
        @Nullable Instant closedAt,
        @Nullable String closedBy) {

    /** A new item. */
    public static InboxItem open(
            UUID id,
            @Nullable Long organizationId,
            @Nullable Long patientId,
            UUID inboundId,
            Channel channel,
            Intent intent,
            String reason,
            Instant receivedAt) {
        return new InboxItem(
                id, organizationId, patientId, inboundId, channel, intent, reason, "open", receivedAt, null, null);
    }
}
