package com.ovhi.outreach.webhook.twilio;

import com.ovhi.outreach.common.security.PublicEndpoint;
import com.ovhi.outreach.webhook.http.Bodies;
import com.ovhi.outreach.webhook.http.Refusals;
import com.ovhi.outreach.webhook.notice.Source;
import com.ovhi.outreach.webhook.reception.Reception;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where Twilio posts statuses and what patients wrote. */
@RestController
@RequestMapping("/api/v1/webhooks/twilio")
class TwilioController {

    private static final String NO_REPLY = "<Response/>";

    private final Bodies bodies;
    private final TwilioSignature signature;
    private final Refusals refusals;
    private final Reception reception;

    TwilioController(Bodies bodies, TwilioSignature signature, Refusals refusals, Reception reception) {
        this.bodies = bodies;
        this.signature = signature;
        this.refusals = refusals;
        this.reception = reception;
    }

    @PostMapping("/status")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PublicEndpoint(protectedBy = "HMAC signature of Twilio over URL and form")
    void status(HttpServletRequest request) {
        take(Source.TWILIO_STATUS, request);
    }

    /** Answers with TwiML that says nothing: replies to patients are sent like any other message. */
    @PostMapping("/inbound")
    @PublicEndpoint(protectedBy = "HMAC signature of Twilio over URL and form")
    ResponseEntity<String> inbound(HttpServletRequest request) {
        take(Source.TWILIO_INBOUND, request);
        return ResponseEntity.ok().contentType(MediaType.TEXT_XML).body(NO_REPLY);
    }

    private void take(Source source, HttpServletRequest request) {
        var body = bodies.events(request);
        var query = Objects.requireNonNullElse(request.getQueryString(), "");
        var account = refusals.signer(
                request,
                signature.signer(request.getHeader("X-Twilio-Signature"), request.getRequestURI(), query, body),
                source);
        reception.take(source, account, query, body);
    }
}
