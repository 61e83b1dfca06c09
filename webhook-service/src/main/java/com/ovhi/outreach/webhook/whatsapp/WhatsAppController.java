package com.ovhi.outreach.webhook.whatsapp;

import com.ovhi.outreach.common.security.PublicEndpoint;
import com.ovhi.outreach.webhook.http.Bodies;
import com.ovhi.outreach.webhook.http.Refusals;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.Source;
import com.ovhi.outreach.webhook.reception.Reception;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where Meta registers the webhook and posts to it. */
@RestController
@RequestMapping("/api/v1/webhooks/whatsapp")
class WhatsAppController {

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{1,200}");

    private static final String MAIN = Account.MAIN.name();

    private final Bodies bodies;
    private final HubSignature signature;
    private final Refusals refusals;
    private final Reception reception;

    WhatsAppController(Bodies bodies, HubSignature signature, Refusals refusals, Reception reception) {
        this.bodies = bodies;
        this.signature = signature;
        this.refusals = refusals;
        this.reception = reception;
    }

    @GetMapping(
            path = {"", "/{account}"},
            produces = MediaType.TEXT_PLAIN_VALUE)
    @PublicEndpoint(protectedBy = "verify token shared with Meta")
    String handshake(
            HttpServletRequest request,
            @PathVariable Optional<String> account,
            @RequestParam(name = "hub.mode", required = false) @Nullable String mode,
            @RequestParam(name = "hub.challenge", defaultValue = "") String challenge,
            @RequestParam(name = "hub.verify_token", required = false) @Nullable String token) {
        var known = signature.verifyToken(account.orElse(MAIN), token);
        refusals.unless(
                request,
                known
                        && "subscribe".equals(mode)
                        && CHALLENGE.matcher(challenge).matches(),
                Source.WHATSAPP,
                Refusals.Reason.BAD_HANDSHAKE);
        return challenge;
    }

    @PostMapping({"", "/{account}"})
    @PublicEndpoint(protectedBy = "HMAC signature of Meta over the body")
    void events(@PathVariable Optional<String> account, HttpServletRequest request) {
        var body = bodies.events(request);
        var signer = refusals.signer(
                request,
                signature.signer(account.orElse(MAIN), request.getHeader("X-Hub-Signature-256"), body),
                Source.WHATSAPP);
        reception.take(Source.WHATSAPP, signer, "", body);
    }
}
