package com.ovhi.outreach.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.web.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

/** Who waits for a place, and for how long. */
@Timeout(30)
class TurnstileTests {

    private static final String PROVIDER = "10.0.0.1";
    private static final String STRANGER = "10.0.0.2";
    private static final String SENDGRID = "/api/v1/webhooks/sendgrid/events";
    private static final int PLACES = 2;
    private static final LimitProperties LIMITS = new LimitProperties(
            PLACES,
            1,
            1,
            Duration.ofMillis(50),
            Duration.ofSeconds(20),
            30,
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            DataSize.ofMegabytes(1),
            DataSize.ofMegabytes(1));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Suspects suspects = new Suspects(LIMITS);
    private final Turnstile turnstile = new Turnstile(suspects, LIMITS, meters);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ArrayList<MockHttpServletRequest> inside = new ArrayList<>();

    @AfterEach
    void stop() {
        inside.forEach(this::leave);
        threads.close();
    }

    @Test
    void whoSignsWaitsForAPlaceLongerThanStrangersDo() throws Exception {
        fill();

        var waiting = threads.submit(entering(PROVIDER));
        assertThatThrownBy(() -> waiting.get(4 * LIMITS.patience().toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        leave(inside.removeFirst());

        inside.add(waiting.get());
        inside.add(enter(STRANGER));
        assertThatThrownBy(() -> enter(STRANGER)).isInstanceOf(ProblemException.class);
        assertThat(meters.counter("outreach.webhook.shed", "lane", "twilio").count())
                .isZero();
    }

    /** They would take the threads of the others. */
    @Test
    void noMoreOfThemWaitThanAreLetIn() throws Exception {
        fill();
        var waiting = new ArrayList<Future<MockHttpServletRequest>>();
        for (var i = 0; i < PLACES; i++) {
            waiting.add(threads.submit(entering(PROVIDER)));
        }
        Awaitility.await().until(() -> turnstile.waiting("twilio") == PLACES);

        assertThatThrownBy(() -> enter(PROVIDER)).isInstanceOf(ProblemException.class);

        assertThat(meters.counter("outreach.webhook.shed", "lane", "twilio").count())
                .isEqualTo(1);
        inside.forEach(this::leave);
        inside.clear();
        for (var each : waiting) {
            inside.add(each.get());
        }
    }

    /** Two busy providers would take all threads between them. */
    @Test
    void allProvidersTogetherHaveOneBench() throws Exception {
        fill();
        for (var i = 0; i < PLACES; i++) {
            inside.add(enter(PROVIDER, SENDGRID));
        }
        var waiting = new ArrayList<Future<MockHttpServletRequest>>();
        for (var i = 0; i < PLACES; i++) {
            waiting.add(threads.submit(entering(PROVIDER)));
        }
        Awaitility.await().until(() -> turnstile.waiting("twilio") == PLACES);

        assertThatThrownBy(() -> enter(PROVIDER, SENDGRID)).isInstanceOf(ProblemException.class);

        assertThat(meters.counter("outreach.webhook.shed", "lane", "sendgrid").count())
                .isEqualTo(1);
        inside.forEach(this::leave);
        inside.clear();
        for (var each : waiting) {
            inside.add(each.get());
        }
        inside.add(enter(PROVIDER, SENDGRID));
    }

    /** SendGrid sends it again, Twilio does not: a text of a patient would be lost. */
    @Test
    void whoComesAgainLeavesSeatsToWhoDoesNot() throws Exception {
        fill();
        for (var i = 0; i < PLACES; i++) {
            inside.add(enter(PROVIDER, SENDGRID));
        }
        var waiting = new ArrayList<Future<MockHttpServletRequest>>();
        waiting.add(threads.submit(() -> enter(PROVIDER, SENDGRID)));
        Awaitility.await().until(() -> turnstile.waiting("sendgrid") == 1);

        assertThatThrownBy(() -> enter(PROVIDER, SENDGRID)).isInstanceOf(ProblemException.class);
        waiting.add(threads.submit(entering(PROVIDER)));
        Awaitility.await()
                .during(4 * LIMITS.patience().toMillis(), TimeUnit.MILLISECONDS)
                .until(() -> turnstile.waiting("twilio") <= 1);

        assertThat(waiting).noneMatch(Future::isDone);
        inside.forEach(this::leave);
        inside.clear();
        for (var each : waiting) {
            inside.add(each.get());
        }
    }

    private void fill() throws InterruptedException {
        suspects.proved(PROVIDER);
        for (var i = 0; i < PLACES; i++) {
            inside.add(enter(PROVIDER));
        }
    }

    private Callable<MockHttpServletRequest> entering(String client) {
        return () -> enter(client);
    }

    private MockHttpServletRequest enter(String client) throws InterruptedException {
        return enter(client, "/api/v1/webhooks/twilio/status");
    }

    private MockHttpServletRequest enter(String client, String path) throws InterruptedException {
        var request = new MockHttpServletRequest("POST", path);
        request.setRemoteAddr(client);
        turnstile.preHandle(request, new MockHttpServletResponse(), this);
        return request;
    }

    private void leave(MockHttpServletRequest request) {
        turnstile.afterCompletion(request, new MockHttpServletResponse(), this, null);
    }
}
