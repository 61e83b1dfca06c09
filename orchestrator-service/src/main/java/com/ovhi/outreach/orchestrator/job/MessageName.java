package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;

/**
 * What a provider calls a message.
 *
 * @param id as the provider writes it
 */
public record MessageName(Channel channel, String id) {

    /**
     * The part of it that all its reports share: SendGrid's events append the mail server to the id that the send call gave,
     * after a dot.
     */
    public MessageName shared() {
        var dot = id.indexOf('.');
        return channel == Channel.EMAIL && dot > 0 ? new MessageName(channel, id.substring(0, dot)) : this;
    }
}
