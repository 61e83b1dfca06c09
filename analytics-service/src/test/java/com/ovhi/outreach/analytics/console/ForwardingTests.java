package com.ovhi.outreach.analytics.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.analytics.console.Forwarding.Person;
import com.ovhi.outreach.common.security.ServiceClientProperties;
import com.ovhi.outreach.common.testing.FakeService;
import com.ovhi.outreach.common.testing.FakeService.Response;
import com.ovhi.outreach.common.web.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.client.RestClient;

/** What becomes of a call when the service behind it is not well. */
class ForwardingTests {

    private static final Ask ALL = new Ask(null, null, null, null);
    private static final Person NORA = new Person("a-token", "203.0.113.9", "a-browser");

    private final FakeService service = FakeService.start();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void saysThatAServiceDoesNotAnswer() {
        var forwarding = forwarding(service.url());
        service.close();

        assertThatThrownBy(() -> forwarding.send(Call.CAMPAIGNS, ALL, NORA))
                .isInstanceOfSatisfying(ProblemException.class, refusal -> {
                    assertThat(refusal.slug()).isEqualTo("service-away");
                    assertThat(refusal.getStatusCode().value()).isEqualTo(503);
                    assertThat(refusal.getHeaders().getFirst("Retry-After")).isEqualTo("5");
                });
        assertThat(meters.counter("outreach.console.calls", "call", "campaigns", "status", "5xx")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void doesNotHandOnWhatNoPageCouldShow() {
        service.respond("GET", "/api/v1/campaigns", _ -> new Response(200, "\"" + "x".repeat(4 * 1024 * 1024) + "\""));

        assertThatThrownBy(() -> forwarding(service.url()).send(Call.CAMPAIGNS, ALL, NORA))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.slug()).isEqualTo("unexpected-answer"));
    }

    @Test
    void tellsTheServiceWhoseBrowserItIs() {
        service.answer("GET", "/api/v1/campaigns", 200, "{}");

        forwarding(service.url()).send(Call.CAMPAIGNS, ALL, NORA);

        assertThat(service.requests().getLast().headers())
                .containsEntry("X-Client", "203.0.113.9")
                .containsEntry("User-Agent", "a-browser")
                .containsEntry("Authorization", "Bearer a-token");
    }

    /** An order for hundreds of things takes its time, and pressing again would order it twice. */
    @Test
    void waitsLongerForOrdersThanForAnswers() {
        service.respond("POST", "/api/v1/comm/dlq/reviews", _ -> late("{\"items\":400}"));
        service.respond("GET", "/api/v1/campaigns", _ -> late("{}"));
        var forwarding = forwarding(service.url());

        assertThat(forwarding.send(Call.DEAD_LETTER_REVIEW, ALL, NORA).status().value())
                .isEqualTo(200);
        assertThatThrownBy(() -> forwarding.send(Call.CAMPAIGNS, ALL, NORA))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.slug()).isEqualTo("service-away"));
    }

    @Test
    void saysThatAnOrderMayStillBeCarriedOut() {
        service.respond("POST", "/api/v1/comm/dlq/reviews", _ -> late("{\"items\":400}"));

        assertThatThrownBy(() ->
                        forwarding(service.url(), Duration.ofMillis(300)).send(Call.DEAD_LETTER_REVIEW, ALL, NORA))
                .isInstanceOfSatisfying(ProblemException.class, refusal -> {
                    assertThat(refusal.slug()).isEqualTo("order-unanswered");
                    assertThat(refusal.getStatusCode().value()).isEqualTo(504);
                });
    }

    /** The report counts a campaign's audience, a read-out what came of everybody who met an experiment. */
    @ParameterizedTest
    @CsvSource({"CAMPAIGN_REPORT, /api/v1/campaigns/5/report", "EXPERIMENT, /api/v1/analytics/experiments/5"})
    void waitsLongerForWhatCountsManyPatients(Call call, String path) {
        service.respond("GET", path, _ -> late("{}"));

        assertThat(forwarding(service.url())
                        .send(call, new Ask("5", null, null, null), NORA)
                        .status()
                        .value())
                .isEqualTo(200);
    }

    /** A service that is being restarted may have carried the order out. */
    @Test
    void saysThatAnOrderMayBeCarriedOutThoughTheServiceHungUp() {
        service.respond("POST", "/api/v1/comm/dlq/reviews", _ -> {
            throw new IllegalStateException("Hangs up");
        });

        assertThatThrownBy(() -> forwarding(service.url()).send(Call.DEAD_LETTER_REVIEW, ALL, NORA))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.slug()).isEqualTo("order-unanswered"));
    }

    @Test
    void saysThatAnOrderWasNotEvenHeard() {
        var forwarding = forwarding(service.url());
        service.close();

        assertThatThrownBy(() -> forwarding.send(Call.DEAD_LETTER_REVIEW, ALL, NORA))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.slug()).isEqualTo("service-away"));
    }

    private static Response late(String body) {
        LockSupport.parkNanos(Duration.ofMillis(1_500).toNanos());
        return new Response(200, body);
    }

    @Test
    void saysNothingOfWhatItCarries() {
        assertThat(NORA.toString()).doesNotContain("token", "203");
        assertThat(new Ask("1", Map.of("patient_id", "4711"), null, null).toString())
                .doesNotContain("4711");
    }

    private Forwarding forwarding(String address) {
        return forwarding(address, Duration.ofSeconds(20));
    }

    private Forwarding forwarding(String address, Duration orders) {
        var addresses = Arrays.stream(Call.values())
                .map(Call::service)
                .distinct()
                .collect(Collectors.toMap(each -> each, _ -> address));
        var properties = new ServiceClientProperties(
                address, "console", "", Duration.ofSeconds(1), Duration.ofSeconds(1), addresses);
        return new Forwarding(RestClient.builder(), properties, Consoles.of(10, orders), "X-Client", meters);
    }
}
