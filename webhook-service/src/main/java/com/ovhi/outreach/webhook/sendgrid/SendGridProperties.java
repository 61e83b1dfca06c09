package com.ovhi.outreach.webhook.sendgrid;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * SendGrid's webhooks.
 *
 * @param accounts by name; {@code main} posts to the paths without a name, each other one to paths with its name
 * @param eventsAge how old a signed time of events may be: SendGrid repeats them for a day. On the suite's clock
 * @param mailAge the same for e-mails, which are repeated for three days
 * @param ahead how far a signed time may lie in the future, on the suite's clock
 */
@ConfigurationProperties("outreach.webhook.sendgrid")
record SendGridProperties(
        @DefaultValue Map<String, Keys> accounts,
        @DefaultValue("25h") Duration eventsAge,
        @DefaultValue("73h") Duration mailAge,
        @DefaultValue("5m") Duration ahead) {

    /**
     * One account, or subuser.
     *
     * @param publicKeys verification keys, Base64 of the X.509 SPKI; two while one is rotated, and the key of the parse
     *     webhook if it is another one; none to refuse everything
     * @param organizations that it serves; none for any
     */
    record Keys(
            @DefaultValue List<String> publicKeys,
            @DefaultValue Set<Long> organizations) {}
}
