package com.ovhi.outreach.channel.testsend;

import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One test.
 *
 * @param code why it was not sent or is unknown, the provider's or ours; null otherwise
 * @param openedAt real time
 * @param settledAt real time; null while it is open
 */
record TestSend(
        UUID id,
        Channel channel,
        TestState state,
        @Nullable String code,
        @Nullable String providerMessageId,
        Instant openedAt,
        @Nullable Instant settledAt) {}
