package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.common.contract.ContactAllowance;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Duration;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** An order that can be read, and the message it asks to send. */
record Applicant(DispatchOrdered order, OutboundMessage message) {

    /** With this our templates are registered at Meta, unless they say otherwise. */
    private static final Duration TEMPLATE_LIFETIME = Duration.ofHours(12);

    /** What is to be seen to among the contacts of its patient; null when nothing is. */
    @Nullable
    ContactAllowance allowance() {
        return message.content().allowance();
    }

    /** How far back it matters what else was sent to its patient. */
    Duration looksBack() {
        var allowance = allowance();
        return allowance == null
                ? Duration.ZERO
                : allowance.limits().stream()
                        .map(limit -> Duration.ofMinutes(limit.minutes()))
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO);
    }

    /** How long the provider may go on trying; null where the call itself sets an end. */
    @Nullable
    Duration lifetime() {
        if (order.channel() != Channel.WHATSAPP) {
            return null;
        }
        var template = message.content().whatsapp();
        var seconds = template == null ? null : template.ttlSeconds();
        return seconds == null ? TEMPLATE_LIFETIME : Duration.ofSeconds(seconds);
    }
}
