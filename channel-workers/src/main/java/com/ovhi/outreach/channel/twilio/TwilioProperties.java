package com.ovhi.outreach.channel.twilio;

import com.ovhi.outreach.channel.gateway.Tenants;
import com.ovhi.outreach.common.phi.Masked;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An account at Twilio.
 *
 * @param apiKeySid preferred over the account's own secret
 * @param messagingServiceSid the pool of senders; if blank, {@code fromNumber} sends
 * @param discardContent whether Twilio shall forget text and number; then it cannot be asked what it has accepted
 * @param perSecond texts the sender may send; Twilio queues what its numbers cannot send at once
 * @param accountPerSecond texts the whole account may send
 * @param organizations whose own account it is; empty when all share it that have none of their own
 * @param sharedBehind whether shared accounts send for them while none of their own can
 */
record TwilioProperties(
        @DefaultValue("https://api.twilio.com") URI baseUrl,
        @NotBlank String accountSid,
        @NotBlank String apiKeySid,
        @NotBlank String apiKeySecret,
        @Nullable String messagingServiceSid,
        @Nullable String fromNumber,
        @DefaultValue("false") boolean discardContent,
        @DefaultValue("500") @Positive double perSecond,
        @DefaultValue("1000") @Positive double accountPerSecond,
        @DefaultValue Set<Long> organizations,
        @DefaultValue("false") boolean sharedBehind) {

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

    Tenants tenants() {
        return new Tenants(organizations, sharedBehind);
    }

    @Override
    public String toString() {
        return "TwilioProperties[" + Masked.MASK + "]";
    }
}
