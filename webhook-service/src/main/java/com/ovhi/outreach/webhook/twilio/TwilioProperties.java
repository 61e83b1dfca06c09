package com.ovhi.outreach.webhook.twilio;

import jakarta.validation.constraints.AssertTrue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Twilio's webhooks.
 *
 * @param publicBase scheme, host and port under which Twilio reaches us; part of what it signs, so it comes from here and
 *     never from the request
 * @param accounts by name
 */
@Validated
@ConfigurationProperties("outreach.webhook.twilio")
record TwilioProperties(
        @DefaultValue("http://127.0.0.1:8087") String publicBase,
        @DefaultValue Map<String, Secrets> accounts) {

    @AssertTrue(
            message = "only one of outreach.webhook.twilio.accounts can be without an account-sid, and no sid twice")
    boolean isEachAccountKnownByItsSid() {
        return accounts.values().stream().map(Secrets::accountSid).distinct().count() == accounts.size();
    }

    @Override
    public String toString() {
        return "TwilioProperties[***]";
    }

    /**
     * One account.
     *
     * @param accountSid which of its requests name it; empty for the account of all requests that name no other
     * @param authTokens its own; two while one is rotated, none to refuse everything
     * @param organizations that it serves; none for any
     */
    record Secrets(
            @DefaultValue("") String accountSid,
            @DefaultValue List<String> authTokens,
            @DefaultValue Set<Long> organizations) {

        @Override
        public String toString() {
            return "Secrets[***]";
        }
    }
}
