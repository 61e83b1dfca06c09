package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code inbound.received}: a patient wrote. PHI: addresses and text are sealed. {@code providerOptOut} is the provider's own
 * verdict ({@code STOP}, {@code START}, {@code HELP}) if it gave one; {@code buttonPayload}, {@code repliedToMessageId} and
 * {@code repliedToJobId} tie an answer to our message. {@code organizationId} is the only one that the provider's account
 * serves, null when it serves several or that is not known. {@code automatic} marks what a machine wrote, such as an
 * out-of-office note. {@code senderProven} is false when nothing vouches for the sender of an e-mail, and null on channels
 * whose provider vouches for it.
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
        Instant receivedAt,
        @Nullable Long organizationId,
        @Nullable UUID repliedToJobId,
        @Nullable Boolean automatic,
        @Nullable Boolean senderProven) {

    /** Of an account that may serve anybody, on a channel whose provider vouches for the sender. */
    public InboundReceived(
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
            Instant receivedAt) {
        this(
                inboundId,
                channel,
                fromHash,
                from,
                to,
                body,
                providerMessageId,
                providerOptOut,
                buttonPayload,
                repliedToMessageId,
                receivedAt,
                null,
                null,
                null,
                null);
    }
}
