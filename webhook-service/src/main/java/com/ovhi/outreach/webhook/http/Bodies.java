package com.ovhi.outreach.webhook.http;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Reads the bodies of requests, as much of them and for as long as any provider needs. */
@Component
public class Bodies {

    /** The most any provider posts of events. */
    static final int EVENTS_MEGABYTES = 3;

    /** SendGrid takes e-mails of 30 MB, and adds a form. */
    static final int MAIL_MEGABYTES = 40;

    private final LimitProperties limits;

    Bodies(LimitProperties limits) {
        this.limits = limits;
    }

    /** The whole body of a request with events. */
    public byte[] events(HttpServletRequest request) {
        return Body.of(request, EVENTS_MEGABYTES, limits.bodyTime(), System::nanoTime)
                .readAllBytes();
    }

    /** The body of a request with an e-mail, too large to be held. */
    public Body mail(HttpServletRequest request) {
        return Body.of(request, MAIL_MEGABYTES, limits.mailTime(), System::nanoTime);
    }
}
