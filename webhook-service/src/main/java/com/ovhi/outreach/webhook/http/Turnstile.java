package com.ovhi.outreach.webhook.http;

import com.ovhi.outreach.common.web.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets so many requests of each provider in at once, so that no flood, real or forged, takes the others' places; clients
 * that send mostly rubbish share a few. Whoever finds no place gets 503 before anything of the body is read, and comes
 * again: never an answer that would make a provider give up. Thread-safe.
 */
@Component
class Turnstile implements HandlerInterceptor {

    private static final String SUSPECTS = "suspects";
    private static final String PLACE = Turnstile.class.getName();

    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();
    private final Suspects suspects;
    private final LimitProperties limits;
    private final MeterRegistry meters;

    Turnstile(Suspects suspects, LimitProperties limits, MeterRegistry meters) {
        this.suspects = suspects;
        this.limits = limits;
        this.meters = meters;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws InterruptedException {
        var suspect = suspects.suspect(request.getRemoteAddr());
        var lane = suspect ? SUSPECTS : party(request.getRequestURI());
        var place = places.computeIfAbsent(lane, this::room);
        if (!place.tryAcquire(suspect ? 0 : limits.patience().toMillis(), TimeUnit.MILLISECONDS)) {
            meters.counter("outreach.webhook.shed", "lane", lane).increment();
            throw ProblemException.unavailable(
                    "too-many-at-once", "Too many requests are being worked on; send it again", Duration.ofSeconds(1));
        }
        request.setAttribute(PLACE, place);
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (request.getAttribute(PLACE) instanceof Semaphore place) {
            request.removeAttribute(PLACE);
            place.release();
        }
        judge(request.getRemoteAddr(), response.getStatus());
    }

    private void judge(String address, int status) {
        if (status < HttpStatus.MULTIPLE_CHOICES.value()) {
            suspects.proved(address);
        } else if (status < HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            suspects.failed(address);
        }
    }

    private Semaphore room(String lane) {
        return new Semaphore(lane.equals(SUSPECTS) ? limits.suspectsAtOnce() : limits.atOnce(), true);
    }

    /** Of a closed set: whatever a caller writes into a path. */
    private static String party(String path) {
        if (path.startsWith("/api/v1/webhooks/sendgrid/")) {
            return "sendgrid";
        }
        if (path.startsWith("/api/v1/webhooks/twilio/")) {
            return "twilio";
        }
        return path.startsWith("/api/v1/webhooks/whatsapp") ? "whatsapp" : "generic";
    }
}
