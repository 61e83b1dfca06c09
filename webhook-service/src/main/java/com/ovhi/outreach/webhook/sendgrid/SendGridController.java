package com.ovhi.outreach.webhook.sendgrid;

import com.ovhi.outreach.common.security.PublicEndpoint;
import com.ovhi.outreach.webhook.http.Bodies;
import com.ovhi.outreach.webhook.http.Refusals;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.Source;
import com.ovhi.outreach.webhook.reception.Reception;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where SendGrid posts its events and what patients wrote. */
@RestController
@RequestMapping("/api/v1/webhooks/sendgrid")
class SendGridController {

    private static final String SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature";
    private static final String TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp";

    private final Bodies bodies;
    private final SendGridSignature signature;
    private final SendGridProperties properties;
    private final Refusals refusals;
    private final Reception reception;

    SendGridController(
            Bodies bodies,
            SendGridSignature signature,
            SendGridProperties properties,
            Refusals refusals,
            Reception reception) {
        this.bodies = bodies;
        this.signature = signature;
        this.properties = properties;
        this.refusals = refusals;
        this.reception = reception;
    }

    @PostMapping({"/events", "/{account}/events"})
    @PublicEndpoint(protectedBy = "ECDSA signature of SendGrid over timestamp and body")
    void events(@PathVariable Optional<String> account, HttpServletRequest request) {
        var body = bodies.events(request);
        var timestamp = request.getHeader(TIMESTAMP);
        var signer = refusals.signer(
                request,
                signature.signer(name(account), request.getHeader(SIGNATURE), timestamp, body),
                Source.SENDGRID_EVENTS);
        refusals.unless(
                request,
                signature.fresh(timestamp, properties.eventsAge()),
                Source.SENDGRID_EVENTS,
                Refusals.Reason.STALE_SIGNATURE);
        reception.take(Source.SENDGRID_EVENTS, signer, "", body);
    }

    /** Takes apart while it reads and believes nothing of it before the end, where the signature shows. */
    @PostMapping({"/inbound", "/{account}/inbound"})
    @PublicEndpoint(protectedBy = "ECDSA signature of SendGrid over timestamp and body")
    void inbound(@PathVariable Optional<String> account, HttpServletRequest request) {
        var timestamp = request.getHeader(TIMESTAMP);
        var check = signature.check(name(account), request.getHeader(SIGNATURE), timestamp);
        refusals.unless(request, check.isPresent(), Source.SENDGRID_INBOUND, Refusals.Reason.BAD_SIGNATURE);
        var checked = new CheckedStream(bodies.mail(request), check.orElseThrow());
        var type = contentType(request.getContentType());
        var read = MailForm.read(checked, type);
        var signer = refusals.signer(
                request,
                checked.signer().filter(_ -> !checked.form() || checked.separatedBy(MailForm.boundary(type))),
                Source.SENDGRID_INBOUND);
        refusals.unless(
                request,
                signature.fresh(timestamp, properties.mailAge()),
                Source.SENDGRID_INBOUND,
                Refusals.Reason.STALE_SIGNATURE);
        // What stands before the first part of a form is no form of SendGrid's, whatever follows.
        var form = checked.form() ? read : MailForm.NOTHING;
        reception.take(Source.SENDGRID_INBOUND, signer, "", form.json());
    }

    private static String contentType(@Nullable String given) {
        return given == null ? "application/octet-stream" : given;
    }

    private static String name(Optional<String> account) {
        return account.orElse(Account.MAIN.name());
    }
}
