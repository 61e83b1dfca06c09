package com.ovhi.outreach.common.contract.api;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import org.jspecify.annotations.Nullable;

/**
 * Answer of the render call: the final text of one message. {@code whatsapp} is set for WhatsApp only.
 */
public record RenderedMessage(
        long templateId,
        int templateVersion,
        Channel channel,
        String language,
        @Nullable String subject,
        String text,
        @Nullable String html,
        MessageContent.@Nullable WhatsAppTemplate whatsapp,
        boolean marketing,
        int segments) {
    @Override
    public String toString() {
        return "RenderedMessage[templateId=" + templateId + ", " + Masked.MASK + "]";
    }
}
