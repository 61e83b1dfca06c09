package com.ovhi.outreach.webhook.generic;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.webhook.notice.Account;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/v1/comm/webhook/inbound}. PHI: prints as its provider only.
 *
 * @param account the name of the account at the provider that it was written to
 */
record InboundRequest(
        Provider provider,
        String from,
        String to,
        String body,
        @Nullable String timestamp,
        String messageId,
        String account) {

    private static final int MAX_TEXT = 20_000;

    /** @throws ProblemException 400 when it has not the documented form */
    static InboundRequest read(byte[] body) {
        var json = StatusRequest.tree(body);
        var provider = StatusRequest.provider(json);
        if (provider == Provider.SENDGRID) {
            throw ProblemException.badRequest("unknown-provider", "'provider' is none of twilio, whatsapp");
        }
        var text = Objects.requireNonNullElse(StatusRequest.text(json, "body"), "");
        if (text.length() > MAX_TEXT) {
            throw ProblemException.badRequest("invalid-request", "'body' is too long");
        }
        return new InboundRequest(
                provider,
                StatusRequest.required(json, "from", 100),
                StatusRequest.required(json, "to", 100),
                text,
                StatusRequest.text(json, "timestamp"),
                StatusRequest.required(json, "message_id", 200),
                Objects.requireNonNullElse(StatusRequest.text(json, "account"), Account.MAIN.name()));
    }

    Channel channel() {
        return provider == Provider.WHATSAPP ? Channel.WHATSAPP : Channel.SMS;
    }

    @Override
    public String toString() {
        return "InboundRequest[" + provider + "]";
    }
}
