package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code inbound.received}: a patient wrote. PHI: addresses and text are sealed. {@code providerOptOut} is the provider's own verdict ({@code STOP}, {@code START}, {@code HELP}) if it gave one; {@code buttonPayload} and {@code repliedToMessageId} tie a WhatsApp answer to our message.
 */
public record InboundReceived(
        UUID inboundId,
        Channel channel,
        String fromHash,
        Sealed from,
        Sealed to,
        Sealed body,
        String providerMessageId,
        @Nullable String providerOptOut,
        @Nullable String buttonPayload,
        @Nullable String repliedToMessageId,
        Instant receivedAt) {}
