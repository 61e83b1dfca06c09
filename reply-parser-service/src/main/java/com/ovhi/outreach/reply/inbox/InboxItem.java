package com.ovhi.outreach.reply.inbox;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.reply.suggestion.Suggestion;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reply that needs a person: ids and vocabulary, never the text.
 *
 * @param intent as which it was read
 * @param reason the rule that sent it here
 * @param state {@code open} or {@code closed}
 * @param claimedBy who works on it, null when nobody does
 * @param label what a person says it meant, null when nobody said so
 * @param urgent whether somebody may be in danger; such items come first
 * @param answer what somebody answered last, null when nobody has
 * @param suggestion what it probably means as well, for whoever reads it; null when there is no telling
 * @param language the patient's, else that of the reply, as a tag such as {@code es}; null when there is no telling
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
        @Nullable String claimedBy,
        @Nullable Instant claimedAt,
        @Nullable Intent label,
        @Nullable Instant closedAt,
        @Nullable String closedBy,
        boolean urgent,
        @Nullable StaffAnswer answer,
        @Nullable Suggestion suggestion,
        @Nullable String language) {

    /** A new item; urgent also where an emergency is only suspected. */
    public static InboxItem open(
            UUID id,
            @Nullable Long organizationId,
            @Nullable Long patientId,
            UUID inboundId,
            Channel channel,
            Intent intent,
            String reason,
            Instant receivedAt,
            @Nullable Suggestion suggestion) {
        return new InboxItem(
                id,
                organizationId,
                patientId,
                inboundId,
                channel,
                intent,
                reason,
                "open",
                receivedAt,
                null,
                null,
                null,
                null,
                null,
                intent == Intent.EMERGENCY || suggestion != null && suggestion.intent() == Intent.EMERGENCY,
                null,
                suggestion,
                null);
    }

    /**
     * What a member of staff answered, without the text.
     *
     * @param state {@code ordered}, {@code accepted} by the provider, {@code refused}, {@code not_sent} or {@code unknown}
     * @param code why it was not sent, or why nobody knows
     * @param template the key of the template it is, null of free text
     */
    public record StaffAnswer(
            UUID id,
            String state,
            @Nullable String code,
            String answeredBy,
            Instant answeredAt,
            @Nullable String template) {}
}
