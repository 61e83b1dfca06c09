package com.ovhi.outreach.channel.whatsapp;

import com.ovhi.outreach.common.phi.Masked;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A business account at Meta.
 *
 * @param version of the Graph API
 * @param phoneNumberId the sender
 * @param accessToken its secret
 * @param perSecond messages the number may send
 */
record WhatsAppProperties(
        @DefaultValue("https://graph.facebook.com") URI baseUrl,
        @DefaultValue("v25.0") String version,
        @NotBlank String phoneNumberId,
        @NotBlank String accessToken,
        @DefaultValue("80") @Positive double perSecond) {

    @Override
    public String toString() {
        return "WhatsAppProperties[" + Masked.MASK + "]";
    }
}
