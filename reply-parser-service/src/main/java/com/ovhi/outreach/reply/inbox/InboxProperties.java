package com.ovhi.outreach.reply.inbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long people may keep what they have claimed without answering or closing it. Real time.
 *
 * @param claim of an ordinary item
 * @param urgentClaim where somebody may be in danger
 */
@ConfigurationProperties("outreach.reply.inbox")
record InboxProperties(
        @DefaultValue("12h") Duration claim,
        @DefaultValue("30m") Duration urgentClaim) {}
