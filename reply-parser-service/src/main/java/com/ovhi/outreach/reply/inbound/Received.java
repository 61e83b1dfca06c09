package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a patient wrote and nobody has understood yet; address and text are sealed. See {@link InboundReceived}. */
record Received(
        UUID id,
        Channel channel,
        String addressHash,
        Sealed from,
        Sealed body,
        String providerMessageId,
        @Nullable String providerOptOut,
        @Nullable String buttonPayload,
        @Nullable String repliedToMessageId,
        @Nullable UUID repliedToJobId,
        @Nullable Long accountOrganizationId,
        boolean automatic,
        boolean senderProven,
        Instant receivedAt) {

    static Received of(InboundReceived inbound) {
        return new Received(
                inbound.inboundId(),
                inbound.channel(),
                inbound.fromHash(),
                inbound.from(),
                inbound.body(),
                inbound.providerMessageId(),
                inbound.providerOptOut(),
                inbound.buttonPayload(),
                inbound.repliedToMessageId(),
                inbound.repliedToJobId(),
                inbound.organizationId(),
                Boolean.TRUE.equals(inbound.automatic()),
                !Boolean.FALSE.equals(inbound.senderProven()),
                inbound.receivedAt());
    }
}
