package com.ovhi.outreach.reply.inbox;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import org.jspecify.annotations.Nullable;

/**
 * Which items somebody wants to see; null where it does not matter.
 *
 * @param state {@code open} or {@code closed}
 * @param claimedBy a person, empty for items that nobody has claimed
 * @param language as a tag such as {@code es}, which also stands for {@code es-MX}
 * @param urgent whether somebody may be in danger
 */
record InboxFilter(
        String state,
        @Nullable Intent intent,
        @Nullable Channel channel,
        @Nullable Long patientId,
        @Nullable String claimedBy,
        @Nullable String language,
        @Nullable Boolean urgent) {}
