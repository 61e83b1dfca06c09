package com.ovhi.outreach.webhook.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Reads the bodies of requests, as much of them and for as long as any provider needs. */
@Component
public class Bodies {

    private final LimitProperties limits;

    Bodies(LimitProperties limits) {
        this.limits = limits;
    }

    /** The whole body of a request with events. */
    public byte[] events(HttpServletRequest request) {
        return providers(request, limits.eventsSize(), limits.bodyTime()).readAllBytes();
    }

    /** The body of a request with an e-mail, too large to be held. */
    public Body mail(HttpServletRequest request) {
        return providers(request, limits.mailSize(), limits.mailTime());
    }

    /** The whole body of a request in the suite's own format, whose sender can be told what is wrong with it. */
    public byte[] own(HttpServletRequest request) {
        return Body.of(request, limits.eventsSize(), limits.bodyTime(), HttpStatus.CONTENT_TOO_LARGE)
                .readAllBytes();
    }

    /** What a provider sends is never wrong: where it is too large, it comes again once our limit is mended. */
    private static Body providers(HttpServletRequest request, DataSize limit, Duration longest) {
        return Body.of(request, limit, longest, HttpStatus.SERVICE_UNAVAILABLE);
    }
}
