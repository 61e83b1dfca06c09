package com.ovhi.outreach.webhook.notice;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Address;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a patient wrote, before it is sealed. PHI: prints as its channel only.
 *
 * @param from the sender's number or e-mail address, or the provider's user id where the number is hidden
 * @param body empty when there was nothing but media
 * @param providerOptOut {@code STOP}, {@code START} or {@code HELP} when the provider judged it so
 * @param buttonPayload of the button that was pressed
 * @param repliedToMessageId the provider's id of our message it answers
 * @param mail what is known of an e-mail beside its text, null on other channels
 */
public record InboundText(
        Channel channel,
        Address from,
        String to,
        String body,
        String providerMessageId,
        @Nullable String providerOptOut,
        @Nullable String buttonPayload,
        @Nullable String repliedToMessageId,
        Instant receivedAt,
        @Nullable Envelope mail) {

    private static final int LONGEST = 255;

    /** What is told in clear is text of some length: half a character, which JSON can carry, could not be told again. */
    public InboundText {
        providerMessageId = tellable(providerMessageId);
        buttonPayload = buttonPayload == null ? null : tellable(buttonPayload);
        repliedToMessageId = repliedToMessageId == null ? null : tellable(repliedToMessageId);
    }

    /** On a channel whose provider vouches for the sender. */
    public InboundText(
            Channel channel,
            Address from,
            String to,
            String body,
            String providerMessageId,
            @Nullable String providerOptOut,
            @Nullable String buttonPayload,
            @Nullable String repliedToMessageId,
            Instant receivedAt) {
        this(
                channel,
                from,
                to,
                body,
                providerMessageId,
                providerOptOut,
                buttonPayload,
                repliedToMessageId,
                receivedAt,
                null);
    }

    private static String tellable(String text) {
        var some = text.substring(0, Math.min(text.length(), LONGEST));
        return new String(some.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "InboundText[" + channel + "]";
    }

    /**
     * What is known of an e-mail beside its text.
     *
     * @param jobId from the tag in the address it was sent to, null without one
     * @param automatic whether a machine wrote it
     * @param senderProven whether anything vouches for the sender
     */
    public record Envelope(@Nullable UUID jobId, boolean automatic, boolean senderProven) {}
}
