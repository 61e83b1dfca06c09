package com.ovhi.outreach.reply.inbound;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How replies are read. Real time.
 *
 * @param promptPatience how long an answer waits for the news of the question it may belong to, which travels another way
 *     and may come later
 * @param sweep how often answers whose patience ended are looked for
 */
@ConfigurationProperties("outreach.reply")
record ReplyProperties(
        @DefaultValue("10s") Duration promptPatience,
        @DefaultValue("500ms") Duration sweep) {}
