package com.ovhi.outreach.channel;

import static com.ovhi.outreach.channel.ProviderStubs.SENDGRID;
import static com.ovhi.outreach.channel.ProviderStubs.TWILIO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** What becomes of orders while a provider is unwell, too busy or silent. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class UnwellProviderServiceTests {

    /** After so many good calls a circuit is closed, and the next test finds it so. */
    private static final int PROBES = 5;

    private final Suite suite;

    UnwellProviderServiceTests(ApplicationContext context, @LocalServerPort int port) {
        suite = new Suite(context, port);
    }

    @Test
    void parksOrdersWhileTheCircuitIsOpenAndBurnsNoAttempt() {
        var patient = suite.patient();
        SENDGRID.behave(request -> new Json(401, Map.of(), "{}"));
        var refused = IntStream.range(0, 25)
                .mapToObj(i -> suite.orders().order(patient, Channel.EMAIL))
                .toList();
        refused.forEach(suite::dispatch);
        refused.forEach(order -> suite.report(order, DeliveryState.NOT_SENT));
        // Each second the circuit lets probes through.
        var parked = await().pollInterval(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            suite.dispatch(suite.orders().order(patient, Channel.EMAIL));
                            return suite.kafka().events(Topics.DELIVERY, DeliveryReported.class).stream()
                                    .filter(it -> Long.valueOf(patient).equals(it.patientId())
                                            && "circuit-open".equals(it.failureCode()))
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();

        assertThat(parked.failureClass()).isEqualTo(FailureClass.PARKED);
        assertThat(parked.retryAfterMillis()).isBetween(1_000L, 2_001L);
        assertThat(suite.integer("SELECT COUNT(*) FROM send_intents WHERE job_id = ?", String.valueOf(parked.jobId())))
                .isZero();
        suite.http()
                .get()
                .uri("/api/v1/providers/health")
                .header("Authorization", suite.bearer(Samples.ORGANIZATION, "clinic-staff"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[?(@.provider=='sendgrid')].not_sent")
                .isNotEmpty()
                .jsonPath("$[?(@.provider=='twilio' && @.account=='spare')].breaker")
                .isEqualTo("closed");
        ProviderStubs.friendly();
        var probes = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(30))
                .until(() -> "accepted".equals(suite.settled(suite.orders().order(patient, Channel.EMAIL)))
                        && probes.incrementAndGet() == PROBES);
    }

    @Test
    void sendsByTheOtherAccountWhileTheMainOnesCircuitIsOpen() {
        var patient = suite.patient();
        TWILIO.behave(request -> request.uri().getPath().contains(ProviderStubs.SPARE)
                ? ProviderStubs.accepted(request)
                : new Json(401, Map.of(), "{\"code\":20003,\"status\":401}"));
        var refused = IntStream.range(0, 25)
                .mapToObj(i -> suite.orders().order(patient, Channel.SMS))
                .toList();
        refused.forEach(suite::dispatch);
        refused.forEach(order -> await().until(() -> !suite.reports(order).isEmpty()));
        suite.dispatch(suite.orders().order(patient, Channel.SMS));
        var first = suite.kafka()
                .await(
                        Topics.DELIVERY,
                        DeliveryReported.class,
                        it -> Long.valueOf(patient).equals(it.patientId()) && it.state() == DeliveryState.ACCEPTED);

        assertThat(suite.string("SELECT account FROM send_intents WHERE job_id = ?", String.valueOf(first.jobId())))
                .isEqualTo("spare");
        ProviderStubs.friendly();
        var probes = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(40))
                .until(() -> {
                    var probe = suite.orders().order(patient, Channel.SMS);
                    suite.settled(probe);
                    var account =
                            suite.string("SELECT COALESCE(MAX(account), '') FROM send_intents WHERE job_id = ?", probe);
                    return "main".equals(account) && probes.incrementAndGet() == PROBES;
                });
    }

    @Test
    void leavesASenderAloneThatWasTooFastAndCausesNoStorm() {
        var patient = suite.patient();
        TWILIO.behave(request ->
                new Json(429, Map.of("Retry-After", "3"), "{\"code\":20429,\"status\":429,\"message\":\"slow\"}"));
        var orders = IntStream.range(0, 30)
                .mapToObj(i -> suite.orders().order(patient, Channel.SMS))
                .toList();

        suite.dispatch(orders.getFirst());
        assertThat(suite.refusal(orders.getFirst())).isEqualTo("20429");
        var later = orders.subList(1, orders.size());
        later.forEach(suite::dispatch);

        var refusals = later.stream()
                .map(order -> suite.report(order, DeliveryState.NOT_SENT))
                .toList();
        assertThat(later).allSatisfy(order -> assertThat(Suite.calls(order)).isEmpty());
        assertThat(refusals).allSatisfy(it -> {
            assertThat(it.failureCode()).isEqualTo("rate-limited");
            assertThat(it.failureClass()).isEqualTo(FailureClass.PARKED);
            assertThat(it.retryAfterMillis()).isBetween(1L, 6_001L);
        });
        ProviderStubs.friendly();
        suite.awaitOpen(patient, Channel.SMS);
    }

    @Test
    void holdsNoDatabaseConnectionWhileAProviderIsSilent() {
        var patient = suite.patient();
        var silent = new CountDownLatch(1);
        var waiting = new AtomicInteger();
        TWILIO.behave(request -> {
            waiting.incrementAndGet();
            awaitUninterruptibly(silent);
            return ProviderStubs.accepted(request);
        });
        var orders = IntStream.range(0, 4)
                .mapToObj(i -> suite.orders().order(patient, Channel.SMS))
                .toList();
        try {
            orders.forEach(suite::dispatch);
            await().until(() -> waiting.get() >= 1);

            // Others come and go; a held one would never be given back.
            await().atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> suite.connectionsInUse() == 0);

            assertThat(waiting.get()).isPositive();
            assertThat(orders.stream().filter(order -> suite.intents(order) == 1))
                    .isNotEmpty();
        } finally {
            silent.countDown();
        }
        orders.forEach(order -> suite.report(order, DeliveryState.ACCEPTED));
    }

    @Test
    void tellsOpsWhichCodesNobodyKnows() {
        var order = suite.orders().order(suite.patient(), Channel.SMS);
        TWILIO.behave(request -> new Json(400, Map.of(), "{\"code\":98765,\"status\":400,\"message\":\"new\"}"));

        suite.dispatch(order);

        assertThat(suite.report(order, DeliveryState.NOT_SENT).failureClass()).isEqualTo(FailureClass.PERM_MSG);
        await().untilAsserted(() -> suite.http()
                .get()
                .uri("/api/v1/provider-codes/unknown")
                .header("Authorization", suite.bearer(Samples.ORGANIZATION, "ops"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[?(@.provider=='twilio' && @.code=='98765')].seen")
                .isEqualTo(1));
        suite.http()
                .get()
                .uri("/api/v1/provider-codes/unknown")
                .header("Authorization", suite.bearer(Samples.ORGANIZATION, "clinic-staff"))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
