package com.ovhi.outreach.simulators.twilio;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The account at Twilio.
 *
 * @param publicBase start of callback URLs as they are known outside; posted to {@code simulators.webhook-base} instead
 * @param senderNumbers numbers of the account; the first one answers for patients who were never written to
 * @param strictSenders whether other senders are refused
 * @param services the number each messaging service sends from; others get one of their own
 * @param horizon how long undelivered callbacks are retried
 */
@ConfigurationProperties("simulators.twilio")
record TwilioProperties(
        @DefaultValue("AC00000000000000000000000000000001") String accountSid,
        @DefaultValue("local-auth-token") String authToken,
        @DefaultValue("SK00000000000000000000000000000001") String apiKeySid,
        @DefaultValue("local-api-key-secret") String apiKeySecret,

        @DefaultValue("http://127.0.0.1:8087/api/v1/webhooks/twilio/inbound")
        String inboundUrl,

        @Nullable String publicBase,
        @DefaultValue("+15005550006") List<String> senderNumbers,
        @DefaultValue("false") boolean strictSenders,
        @DefaultValue Map<String, String> services,
        @DefaultValue("24h") Duration horizon) {

    /** The number a messaging service sends from. */
    String numberOf(String service) {
        String derived = "+1500777" + String.format("%04d", Math.floorMod(service.hashCode(), 10_000));
        return services.getOrDefault(service, derived);
    }
}
