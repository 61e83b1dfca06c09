package com.ovhi.outreach.channel.whatsapp;

import com.ovhi.outreach.common.phi.Masked;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The business account at Meta.
 *
 * @param version of the Graph API
 * @param phoneNumberId the sender
 * @param accessToken its secret
 */
@Validated
@ConfigurationProperties("outreach.channel.whatsapp")
record WhatsAppProperties(
        @DefaultValue("https://graph.facebook.com") URI baseUrl,
        @DefaultValue("v25.0") String version,
        @NotBlank String phoneNumberId,
        @NotBlank String accessToken) {

    @Override
    public String toString() {
        return "WhatsAppProperties[" + Masked.MASK + "]";
    }
}
