package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;

/** The part of a provider's message id that all its reports share. */
public final class ProviderMessageName {

    private ProviderMessageName() {}

    /** SendGrid's events append the mail server to the id that the send call gave, after a dot. */
    public static String of(Channel channel, String providerMessageId) {
        var dot = providerMessageId.indexOf('.');
        return channel == Channel.EMAIL && dot > 0 ? providerMessageId.substring(0, dot) : providerMessageId;
    }
}
