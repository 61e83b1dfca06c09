package com.ovhi.outreach.webhook.notice;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.PhoneNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a patient wrote, before it is sealed. PHI: prints as its channel only.
 *
 * @param from the sender's number, or the provider's user id where the number is hidden
 * @param body empty when there was nothing but media
 * @param providerOptOut {@code STOP}, {@code START} or {@code HELP} when the provider judged it so
 * @param buttonPayload of the button that was pressed
 * @param repliedToMessageId the provider's id of our message it answers
 */
public record InboundText(
        Channel channel,
        PhoneNumber from,
        String to,
        String body,
        String providerMessageId,
        @Nullable String providerOptOut,
        @Nullable String buttonPayload,
        @Nullable String repliedToMessageId,
        Instant receivedAt) {

    @Override
    public String toString() {
        return "InboundText[" + channel + "]";
    }
}
