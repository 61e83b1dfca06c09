package com.ovhi.outreach.webhook.http;

import com.ovhi.outreach.common.web.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets so many requests of each provider in at once, so that no flood, real or forged, takes the others' places. Clients
 * that have signed something lately have places of their own beside those of strangers; those that send mostly rubbish
 * share a few. Whoever finds no place in time gets 503 before anything of the body is read, and comes again: never an answer
 * that would make a provider give up. Thread-safe.
 */
@Component
class Turnstile implements HandlerInterceptor {

    private static final String SUSPECTS = "suspects";
    private static final String STRANGERS = "-strangers";

    /** A body that does not come holds a place for seconds, a forged one for less than a millisecond. */
    private static final int WEIGHT_OF_UNFINISHED = 10;

    /** Who sends for hours again what was not taken. */
    private static final Set<String> COME_AGAIN = Set.of("sendgrid", "whatsapp");

    private static final String PLACE = Turnstile.class.getName();

    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

    /** For all who wait for long, of whatever provider: as many threads as they may take from those who are let in. */
    private final Semaphore benches;

    /** The seats among them for those who come again. */
    private final Semaphore theirs;

    private final Suspects suspects;
    private final LimitProperties limits;
    private final MeterRegistry meters;

    Turnstile(Suspects suspects, LimitProperties limits, MeterRegistry meters) {
        this.suspects = suspects;
        this.limits = limits;
        this.meters = meters;
        benches = new Semaphore(limits.atOnce());
        theirs = new Semaphore(Math.max(1, limits.atOnce() * 2 / 3));
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws InterruptedException {
        var lane = lane(request);
        var place = places.computeIfAbsent(lane, this::room);
        if (!place.tryAcquire(0, TimeUnit.MILLISECONDS) && !comes(lane, place)) {
            meters.counter("outreach.webhook.shed", "lane", lane).increment();
            throw ProblemException.unavailable(
                    "too-many-at-once", "Too many requests are being worked on; send it again", Duration.ofSeconds(1));
        }
        request.setAttribute(PLACE, place);
        return true;
    }

    /**
     * Whether a place becomes free in time. Who signs is not sent away as long as there is a thread to wait on: Twilio does
     * not come again. But no more of them wait, all providers together, than are let in of one, and a third of the seats is
     * for those who do not come again.
     */
    private boolean comes(String lane, Semaphore place) throws InterruptedException {
        if (lane.equals(SUSPECTS)) {
            return false;
        }
        var bench = !lane.endsWith(STRANGERS) && sits(lane);
        try {
            var patience = bench ? limits.trustedPatience() : limits.patience();
            return place.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (bench) {
                rises(lane);
            }
        }
    }

    private boolean sits(String lane) {
        var comesAgain = COME_AGAIN.contains(lane);
        if (comesAgain && !theirs.tryAcquire()) {
            return false;
        }
        var seated = benches.tryAcquire();
        if (!seated && comesAgain) {
            theirs.release();
        }
        return seated;
    }

    private void rises(String lane) {
        benches.release();
        if (COME_AGAIN.contains(lane)) {
            theirs.release();
        }
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (request.getAttribute(PLACE) instanceof Semaphore place) {
            request.removeAttribute(PLACE);
            place.release();
        }
        var address = request.getRemoteAddr();
        var verdict = Verdict.of(request);
        if (verdict.isPresent()) {
            judge(address, verdict.get());
        } else if (HttpStatusCode.valueOf(response.getStatus()).is4xxClientError()) {
            suspects.failed(address, 1);
        }
        if (verdict.filter(Verdict.REFUSED::equals).isEmpty()) {
            countUnheard(request, response.getStatus());
        }
    }

    private void judge(String address, Verdict verdict) {
        switch (verdict) {
            case SIGNED -> suspects.proved(address);
            case REFUSED -> suspects.failed(address, 1);
            case UNFINISHED -> suspects.failed(address, WEIGHT_OF_UNFINISHED);
        }
    }

    /** What was sent and neither taken nor refused for its signature; from a client that signs, something may be lost. */
    private void countUnheard(HttpServletRequest request, int status) {
        if (status >= HttpStatus.BAD_REQUEST.value()) {
            var client = suspects.trusted(request.getRemoteAddr()) ? "trusted" : "stranger";
            meters.counter(
                            "outreach.webhook.unheard",
                            "party",
                            party(request.getRequestURI()),
                            "status",
                            Integer.toString(status),
                            "client",
                            client)
                    .increment();
        }
    }

    private String lane(HttpServletRequest request) {
        var address = request.getRemoteAddr();
        if (suspects.suspect(address)) {
            return SUSPECTS;
        }
        var party = party(request.getRequestURI());
        return suspects.trusted(address) ? party : party + STRANGERS;
    }

    /** How many wait for a place. */
    int waiting(String lane) {
        var place = places.get(lane);
        return place == null ? 0 : place.getQueueLength();
    }

    private Semaphore room(String lane) {
        if (lane.equals(SUSPECTS)) {
            return new Semaphore(limits.suspectsAtOnce(), true);
        }
        return new Semaphore(lane.endsWith(STRANGERS) ? limits.strangersAtOnce() : limits.atOnce(), true);
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
