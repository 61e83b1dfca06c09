package com.ovhi.outreach.channel;

import static com.ovhi.outreach.channel.ProviderStubs.SENDGRID;
import static com.ovhi.outreach.channel.ProviderStubs.TWILIO;
import static com.ovhi.outreach.channel.ProviderStubs.WHATSAPP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.gateway.FakeProvider.HangUp;
import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** What becomes of attempts whose outcome was lost. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class ReconciliationServiceTests {

    private final Suite suite;

    ReconciliationServiceTests(ApplicationContext context, @LocalServerPort int port) {
        suite = new Suite(context, port);
    }

    @Test
    void findsAtTwilioWhatAKilledWorkerSent() {
        var patient = suite.patient();
        var order = suite.orders().order(patient, Channel.SMS);
        suite.abandoned(order);
        TWILIO.behave(request -> new Json(200, Map.of(), """
                {"messages":[{"sid":"SMfound%s","body":"%s","date_created":"Mon, 02 Mar 2026 15:00:00 +0000"}],
                 "page":0,"page_size":100,"next_page_uri":null}""".formatted(
                order.jobId(),
                suite.orders().content(patient, Channel.SMS, order.jobId()).text())));

        assertThat(suite.report(order, DeliveryState.ACCEPTED).providerMessageId())
                .isEqualTo("SMfound" + order.jobId());

        assertThat(suite.report(order, DeliveryState.UNKNOWN).failureCode()).isEqualTo("worker-lost");
        assertThat(Suite.calls(order))
                .as("calls for an attempt that may have left")
                .isEmpty();
    }

    @Test
    void takesForNotSentWhatTwilioTwiceDoesNotHave() {
        var order = suite.orders().order(suite.patient(), Channel.SMS);
        suite.abandoned(order);

        assertThat(suite.refusal(order)).isEqualTo("not-found-at-provider");

        assertThat(suite.report(order, DeliveryState.NOT_SENT).failureClass()).isEqualTo(FailureClass.RETRY);
        assertThat(suite.number("SELECT misses FROM send_intents WHERE job_id = ?", order))
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void doesNotCountAMissWhenSomebodyElseHasLookedMeanwhile() throws InterruptedException {
        var asked = new CountDownLatch(1);
        var overtaken = new CountDownLatch(1);
        TWILIO.behave(request -> {
            asked.countDown();
            try {
                overtaken.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Json(200, Map.of(), "{\"messages\":[],\"page\":0,\"page_size\":100,\"next_page_uri\":null}");
        });
        var order = suite.orders().order(suite.patient(), Channel.SMS);
        suite.abandoned(order);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        suite.execute("UPDATE send_intents SET looks = looks + 3, next_look_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR"
                + " WHERE job_id = '" + order.jobId() + "'");
        overtaken.countDown();

        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).untilAsserted(() -> {
            assertThat(suite.number("SELECT misses FROM send_intents WHERE job_id = ?", order))
                    .isZero();
            assertThat(suite.state(order)).isEqualTo("unknown");
        });
    }

    @Test
    void leavesWhatNobodyTellsToAPerson() {
        var order = suite.orders().order(suite.patient(), Channel.WHATSAPP);
        WHATSAPP.behave(request -> new HangUp());
        suite.dispatch(order);
        suite.kafka()
                .await(
                        Topics.DELIVERY,
                        DeliveryReported.class,
                        it -> order.jobId().equals(it.jobId()) && "review".equals(it.failureCode()));
        var id = String.valueOf(suite.string("SELECT id FROM send_intents WHERE job_id = ?", order));

        suite.http()
                .get()
                .uri("/api/v1/intents?state=unknown")
                .header("Authorization", suite.bearer(Samples.ORGANIZATION, "ops"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[?(@.id=='" + id + "')].state")
                .isEqualTo("review");
        suite.kafka()
                .await(
                        Topics.AUDIT,
                        AuditRecorded.class,
                        it -> it.action() == AuditAction.ACCESS
                                && Long.valueOf(order.patientId()).equals(it.patientId()));
        suite.resolve(id, "{\"outcome\":\"sent\"}", Samples.ORGANIZATION + 1, 404);
        suite.resolve(id, "{\"outcome\":\"maybe\"}", Samples.ORGANIZATION, 400);
        suite.resolve(id, "{\"outcome\":\"not_sent\"}", Samples.ORGANIZATION, 200);
        suite.resolve(id, "{\"outcome\":\"not_sent\"}", Samples.ORGANIZATION, 200);
        suite.resolve(id, "{\"outcome\":\"sent\"}", Samples.ORGANIZATION, 409);
        suite.resolve(UUID.randomUUID().toString(), "{\"outcome\":\"sent\"}", Samples.ORGANIZATION, 404);

        assertThat(suite.refusal(order)).isEqualTo("resolved-not-sent");
    }

    @Test
    void showsAPatientsAttemptsToTheirOwnOrganisationAndWritesThatDown() {
        var order = suite.orders().order(suite.patient(), Channel.SMS);
        suite.dispatch(order);
        suite.report(order, DeliveryState.ACCEPTED);

        for (var organization : List.of(Samples.ORGANIZATION, Samples.ORGANIZATION + 1)) {
            suite.http()
                    .get()
                    .uri("/api/v1/intents?patient_id=" + order.patientId())
                    .header("Authorization", suite.bearer(organization, "ops"))
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.length()")
                    .isEqualTo(organization == Samples.ORGANIZATION ? 1 : 0);
            suite.kafka()
                    .await(
                            Topics.AUDIT,
                            AuditRecorded.class,
                            it -> it.action() == AuditAction.ACCESS
                                    && Long.valueOf(order.patientId()).equals(it.patientId())
                                    && Long.valueOf(organization).equals(it.organizationId()));
        }
    }

    @Test
    void learnsFromACallbackWhatBecameOfIt() {
        var order = suite.orders().order(suite.patient(), Channel.EMAIL);
        SENDGRID.behave(request -> new HangUp());
        suite.dispatch(order);
        suite.report(order, DeliveryState.UNKNOWN);

        suite.callback(order, "sg-late");

        assertThat(suite.report(order, DeliveryState.ACCEPTED).providerMessageId())
                .isEqualTo("sg-late");
        assertThat(suite.state(order)).isEqualTo("accepted");
    }

    @Test
    void believesNoCallbackThatCameByAnotherOrganisationsAccount() {
        var order = suite.orders().order(suite.patient(), Channel.EMAIL);
        SENDGRID.behave(request -> new HangUp());
        suite.dispatch(order);
        suite.report(order, DeliveryState.UNKNOWN);

        suite.callback(order, "sg-foreign", Samples.ORGANIZATION + 1);
        suite.callback(order, "sg-own", Samples.ORGANIZATION);

        assertThat(suite.report(order, DeliveryState.ACCEPTED).providerMessageId())
                .isEqualTo("sg-own");
    }

    @Test
    void keepsAnOutcomeOnTheDiskWhileTheDatabaseDoesNotTakeIt() {
        var order = suite.orders().order(suite.patient(), Channel.SMS);
        TWILIO.behave(request -> {
            suite.execute("RENAME TABLE contact_slots TO contact_slots_gone");
            return ProviderStubs.accepted(request);
        });

        suite.dispatch(order);

        try {
            await().until(() -> suite.spooled() == 1);
            ProviderStubs.friendly();
            assertThat(suite.state(order)).isEqualTo("open");
        } finally {
            suite.execute("RENAME TABLE contact_slots_gone TO contact_slots");
        }
        suite.report(order, DeliveryState.ACCEPTED);
        assertThat(suite.reports(order)).noneMatch(it -> it.state() == DeliveryState.UNKNOWN);
    }

    @Test
    void keepsASlotForOneAttemptAtATime() {
        var patient = suite.patient();
        var slot = Ids.next();
        var first = suite.orders().order(patient, Channel.SMS, Ids.next(), slot, 1);
        TWILIO.behave(request -> "GET".equals(request.method()) ? new Json(503, Map.of(), "{}") : new HangUp());
        suite.dispatch(first);
        suite.report(first, DeliveryState.UNKNOWN);

        var second = suite.orders().order(patient, Channel.EMAIL, Ids.next(), slot, 1);
        suite.dispatch(second);
        assertThat(suite.refusal(second)).isEqualTo("slot-busy");

        ProviderStubs.friendly();
        suite.callback(first, "SMcallback");
        suite.report(first, DeliveryState.ACCEPTED);
        var third = suite.orders().order(patient, Channel.EMAIL, Ids.next(), slot, 1);
        suite.dispatch(third);
        assertThat(suite.refusal(third)).isEqualTo("already-contacted");
        assertThat(Suite.calls(second)).isEmpty();
        assertThat(Suite.calls(third)).isEmpty();
    }

    @Test
    void showsTheReviewQueueToOpsOnly() {
        suite.http()
                .get()
                .uri("/api/v1/intents")
                .header("Authorization", suite.bearer(Samples.ORGANIZATION, "clinic-staff"))
                .exchange()
                .expectStatus()
                .isForbidden();
        suite.http()
                .get()
                .uri("/api/v1/intents?state=lost")
                .header("Authorization", suite.bearer(Samples.ORGANIZATION, "ops"))
                .exchange()
                .expectStatus()
                .isBadRequest();
        suite.http()
                .get()
                .uri("/api/v1/providers/health")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }
}
