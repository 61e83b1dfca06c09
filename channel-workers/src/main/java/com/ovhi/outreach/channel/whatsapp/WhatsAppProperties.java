package com.ovhi.outreach.channel.whatsapp;

import com.ovhi.outreach.channel.gateway.Tenants;
import com.ovhi.outreach.common.phi.Masked;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A business account at Meta.
 *
 * @param version of the Graph API
 * @param phoneNumberId the sender
 * @param accessToken its secret
 * @param perSecond messages the number may send
 * @param organizations whose own account it is; empty when all share it that have none of their own
 * @param sharedBehind whether shared accounts send for them while none of their own can
 */
record WhatsAppProperties(
        @DefaultValue("https://graph.facebook.com") URI baseUrl,
        @DefaultValue("v25.0") String version,
        @NotBlank String phoneNumberId,
        @NotBlank String accessToken,
        @DefaultValue("80") @Positive double perSecond,
        @DefaultValue Set<Long> organizations,
        @DefaultValue("false") boolean sharedBehind) {

    Tenants tenants() {
        return new Tenants(organizations, sharedBehind);
    }

    @Override
    public String toString() {
        return "WhatsAppProperties[" + Masked.MASK + "]";
    }
}
