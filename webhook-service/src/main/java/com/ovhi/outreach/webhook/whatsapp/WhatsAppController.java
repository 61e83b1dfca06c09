package com.ovhi.outreach.webhook.whatsapp;

import com.ovhi.outreach.common.security.PublicEndpoint;
import com.ovhi.outreach.webhook.http.RawBody;
import com.ovhi.outreach.webhook.http.Refusals;
import com.ovhi.outreach.webhook.notice.Source;
import com.ovhi.outreach.webhook.reception.Reception;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where Meta registers the webhook and posts to it. */
@RestController
@RequestMapping("/api/v1/webhooks/whatsapp")
class WhatsAppController {

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{1,200}");

    private final HubSignature signature;
    private final Refusals refusals;
    private final Reception reception;

    WhatsAppController(HubSignature signature, Refusals refusals, Reception reception) {
        this.signature = signature;
        this.refusals = refusals;
        this.reception = reception;
    }

    @GetMapping(produces = MediaType.TEXT_PLAIN_VALUE)
    @PublicEndpoint(protectedBy = "verify token shared with Meta")
    String handshake(
            @RequestParam(name = "hub.mode", required = false) @Nullable String mode,
            @RequestParam(name = "hub.challenge", defaultValue = "") String challenge,
            @RequestParam(name = "hub.verify_token", required = false) @Nullable String token) {
        var known = signature.verifyToken(token);
        refusals.unless(
                known
                        && "subscribe".equals(mode)
                        && CHALLENGE.matcher(challenge).matches(),
                Source.WHATSAPP);
        return challenge;
    }

    @PostMapping
    @PublicEndpoint(protectedBy = "HMAC signature of Meta over the body")
    void events(HttpServletRequest request) {
        var body = RawBody.read(request);
        refusals.unless(signature.verify(request.getHeader("X-Hub-Signature-256"), body), Source.WHATSAPP);
        reception.take(Source.WHATSAPP, "", body);
    }
}
