package com.ovhi.outreach.channel.twilio;

import com.ovhi.outreach.common.phi.Masked;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The account at Twilio.
 *
 * @param apiKeySid preferred over the account's own secret
 * @param messagingServiceSid the pool of senders; if blank, {@code fromNumber} sends
 */
@Validated
@ConfigurationProperties("outreach.channel.twilio")
record TwilioProperties(
        @DefaultValue("https://api.twilio.com") URI baseUrl,
        @NotBlank String accountSid,
        @NotBlank String apiKeySid,
        @NotBlank String apiKeySecret,
        @Nullable String messagingServiceSid,
        @Nullable String fromNumber) {

    @AssertTrue(message = "outreach.channel.twilio needs a messaging-service-sid or a from-number")
    boolean isSenderGiven() {
        return given(messagingServiceSid) || given(fromNumber);
    }

    boolean usesService() {
        return given(messagingServiceSid);
    }

    private static boolean given(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    @Override
    public String toString() {
        return "TwilioProperties[" + Masked.MASK + "]";
    }
}
