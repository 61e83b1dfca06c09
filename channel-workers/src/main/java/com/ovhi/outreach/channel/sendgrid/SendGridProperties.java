package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.common.phi.Masked;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The account at SendGrid.
 *
 * @param baseUrl {@code http} only for simulators
 * @param apiKey its secret
 * @param fromAddress verified sender
 * @param replyTo where replies go, if not to the sender
 */
@Validated
@ConfigurationProperties("outreach.channel.sendgrid")
record SendGridProperties(
        @DefaultValue("https://api.sendgrid.com") URI baseUrl,
        @NotBlank String apiKey,
        @NotBlank String fromAddress,
        @Nullable String replyTo) {

    boolean plainHttp() {
        return "http".equals(baseUrl.getScheme());
    }

    @Override
    public String toString() {
        return "SendGridProperties[" + Masked.MASK + "]";
    }
}
