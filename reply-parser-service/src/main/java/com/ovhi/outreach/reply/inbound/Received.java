package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a patient wrote and nobody has understood yet; the text is sealed. */
record Received(
        UUID id,
        Channel channel,
        String addressHash,
        Sealed body,
        @Nullable String providerOptOut,
        @Nullable String buttonPayload,
        Instant receivedAt) {}
