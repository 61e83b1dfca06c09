package com.ovhi.outreach.webhook.sendgrid;

import com.ovhi.outreach.common.security.PublicEndpoint;
import com.ovhi.outreach.webhook.http.RawBody;
import com.ovhi.outreach.webhook.http.Refusals;
import com.ovhi.outreach.webhook.notice.Source;
import com.ovhi.outreach.webhook.reception.Reception;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where SendGrid posts its events. */
@RestController
class SendGridController {

    private static final String SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature";
    private static final String TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp";

    private final SendGridSignature signature;
    private final Refusals refusals;
    private final Reception reception;

    SendGridController(SendGridSignature signature, Refusals refusals, Reception reception) {
        this.signature = signature;
        this.refusals = refusals;
        this.reception = reception;
    }

    @PostMapping("/api/v1/webhooks/sendgrid/events")
    @PublicEndpoint(protectedBy = "ECDSA signature of SendGrid over timestamp and body")
    void events(HttpServletRequest request) {
        var body = RawBody.read(request);
        refusals.unless(
                signature.verify(request.getHeader(SIGNATURE), request.getHeader(TIMESTAMP), body),
                Source.SENDGRID_EVENTS);
        reception.take(Source.SENDGRID_EVENTS, "", body);
    }
}
