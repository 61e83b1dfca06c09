package com.ovhi.outreach.webhook.twilio;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Twilio's webhooks.
 *
 * @param publicBase scheme, host and port under which Twilio reaches us; part of what it signs, so it comes from here and
 *     never from the request
 * @param authTokens of the account; two while one is rotated, none to refuse everything
 */
@ConfigurationProperties("outreach.webhook.twilio")
record TwilioProperties(
        @DefaultValue("http://127.0.0.1:8087") String publicBase,
        @DefaultValue List<String> authTokens) {

    @Override
    public String toString() {
        return "TwilioProperties[***]";
    }
}
