package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.channel.gateway.Tenants;
import com.ovhi.outreach.common.phi.Masked;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An account at SendGrid.
 *
 * @param baseUrl {@code http} only for simulators
 * @param apiKey its secret
 * @param fromAddress verified sender
 * @param replyTo where replies go, if not to the sender
 * @param replyDomain that SendGrid's parse webhook receives mail for; if given, replies go to an address there that names the
 *     job
 * @param unsubscribeAddress takes requests by mail to stop mails; the link is there without it, too. Its left part tells
 *     webhook-service what such a mail is
 * @param perSecond mails it may send
 * @param emailActivity whether it has bought additional activity history and its key may read it; then it is asked for attempts
 *     whose outcome nobody knows
 * @param activityPerMinute how often it may be asked, by all who use its key
 * @param organizations whose own account it is; empty when all share it that have none of their own
 * @param sharedBehind whether shared accounts send for them while none of their own can
 */
record SendGridProperties(
        @DefaultValue("https://api.sendgrid.com") URI baseUrl,
        @NotBlank String apiKey,
        @NotBlank String fromAddress,
        @Nullable String replyTo,
        @Nullable String replyDomain,

        @Nullable
        @Pattern(
                regexp = "(?i)|unsubscribe(\\+[^@]*)?@.+",
                message = "must be unsubscribe@…: what is sent elsewhere is not known for an opt-out")
        String unsubscribeAddress,

        @DefaultValue("1000") @Positive double perSecond,
        @DefaultValue("false") boolean emailActivity,
        @DefaultValue("6") @Positive int activityPerMinute,
        @DefaultValue Set<Long> organizations,
        @DefaultValue("false") boolean sharedBehind) {

    boolean plainHttp() {
        return "http".equals(baseUrl.getScheme());
    }

    Tenants tenants() {
        return new Tenants(organizations, sharedBehind);
    }

    @Override
    public String toString() {
        return "SendGridProperties[" + Masked.MASK + "]";
    }
}
