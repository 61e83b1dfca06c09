package com.ovhi.outreach.channel.answer;

import static com.ovhi.outreach.channel.answer.Correspondents.TEXT;
import static com.ovhi.outreach.channel.answer.Correspondents.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.contract.AnswerOrdered;
import com.ovhi.outreach.common.contract.AnswerReported.Outcome;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** What comes after the call: workers that died, callbacks, and who may look. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class AnswerAftermathServiceTests {

    private final TestKafka kafka;
    private final TestTokens tokens;
    private final AnswerSweep sweep;
    private final AnswerOutcomes outcomes;
    private final Correspondents people;
    private final RestTestClient http;

    AnswerAftermathServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            AnswerSweep sweep,
            AnswerOutcomes outcomes,
            ApplicationContext context,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.tokens = tokens;
        this.sweep = sweep;
        this.outcomes = outcomes;
        people = new Correspondents(context);
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @Test
    void callsAnAnswerUnknownWhoseWorkerDiedAndNeverSendsIt() {
        var patient = people.patient();
        var dead = people.order(AnswerKind.HELP, patient, Channel.SMS);
        var calling = people.order(AnswerKind.HELP, patient, Channel.SMS);
        people.abandoned(dead, Duration.ofMinutes(10));
        people.abandoned(calling, Duration.ofSeconds(1));

        sweep.giveUp();

        var report = people.report(dead);
        assertThat(report.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(report.code()).isEqualTo("worker-died");
        assertThat(people.column("state", calling)).isEqualTo("open");
        people.publish(dead);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(people.reports(dead)).hasSize(2));
        assertThat(calls(dead)).isEmpty();
    }

    @Test
    void believesACallbackThatProvesWhatNobodyKnew() {
        var order = people.order(AnswerKind.HELP, people.patient(), Channel.SMS);
        people.abandoned(order, Duration.ofMinutes(10));
        sweep.giveUp();
        people.report(order);

        people.callback(order, DeliveryState.DELIVERED, null, null);

        people.awaitState(order, "accepted");
        assertThat(people.column("delivery_state", order)).isEqualTo("delivered");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(people.reports(order)).anySatisfy(report -> {
                    assertThat(report.outcome()).isEqualTo(Outcome.ACCEPTED);
                    assertThat(report.providerMessageId()).isEqualTo("proven-" + order.answerId());
                }));
    }

    @Test
    void learnsLateThatWhatWasGivenUpWasNotSentAndDoesNotSendIt() {
        var order = people.order(AnswerKind.HELP, people.patient(), Channel.SMS);
        people.abandoned(order, Duration.ofMinutes(10));
        sweep.giveUp();

        outcomes.record(order.answerId(), NotSent.refused(FailureClass.RETRY, "unreachable"));

        assertThat(people.column("state", order)).isEqualTo("not_sent");
        assertThat(people.column("code", order)).isEqualTo("unreachable");
        assertThat(calls(order)).isEmpty();
    }

    @Test
    void recordsHowItWasDeliveredInWhateverOrderThatIsHeard() {
        var order = people.order(AnswerKind.HELP, people.patient(), Channel.SMS);
        people.settled(order);

        people.callback(order, DeliveryState.DELIVERED, null, null);
        people.callback(order, DeliveryState.SENT, null, null);
        people.callback(order, DeliveryState.DELIVERED, null, null);
        var failed = people.order(AnswerKind.RECEIPT, people.patient(), Channel.WHATSAPP);
        people.settled(failed);
        people.callback(failed, DeliveryState.FAILED, FailureClass.WINDOW, "131047");

        await().atMost(Duration.ofSeconds(20)).until(() -> "131047".equals(people.column("delivery_code", failed)));
        assertThat(people.column("delivery_state", failed)).isEqualTo("failed");
        await().atMost(Duration.ofSeconds(20)).until(() -> "delivered".equals(people.column("delivery_state", order)));
        assertThat(people.column("state", order)).isEqualTo("accepted");
    }

    @Test
    void tellsOfAComplaintAboutAnAnswerWhoseItIs() {
        var order = people.order(AnswerKind.RECEIPT, people.patient(), Channel.EMAIL);
        people.settled(order);

        people.callback(order, DeliveryState.COMPLAINED, null, null);

        var told = kafka.await(
                Topics.DELIVERY,
                DeliveryReported.class,
                it -> order.answerId().equals(it.jobId()) && it.patientId() != null);
        assertThat(told.patientId()).isEqualTo(order.patientId());
        assertThat(told.state()).isEqualTo(DeliveryState.COMPLAINED);
    }

    @Test
    void anOutcomeThatIsWrittenTwiceIsReportedOnce() {
        var order = people.order(AnswerKind.HELP, people.patient(), Channel.SMS);
        people.settled(order);

        outcomes.record(order.answerId(), new Accepted("another"));

        assertThat(people.reports(order)).hasSize(1);
        assertThat(people.column("provider_message_id", order)).isNotEqualTo("another");
    }

    @Test
    void showsOutcomesToOpsOfTheOrganisationAndTheirLooksAreAudited() {
        var order = people.order(AnswerKind.HELP, people.patient(), Channel.SMS);
        people.settled(order);
        var ops = tokens.bearer(Samples.ORGANIZATION, "ops");

        var answer = json("/" + order.answerId(), ops);

        assertThat(answer.at("/state").asString()).isEqualTo("accepted");
        assertThat(answer.at("/kind").asString()).isEqualTo("help");
        assertThat(answer.at("/account").asString()).isEqualTo("twilio.main");
        assertThat(answer.toString()).doesNotContain(TEXT, order.addressHash());
        kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                it -> it.action() == AuditAction.ACCESS && Objects.equals(order.patientId(), it.patientId()));
        var found = json("?kind=help&state=accepted&channel=sms&patient_id=" + order.patientId(), ops);
        assertThat(found.at("/items").size()).isEqualTo(1);
        assertThat(json("?state=refused&patient_id=" + order.patientId(), ops)
                        .at("/items")
                        .size())
                .isZero();
    }

    @Test
    void turnsPagesAndTurnsAwayWhoHasNoBusinessThere() {
        var patient = people.patient();
        for (var i = 0; i < 3; i++) {
            people.settled(people.order(AnswerKind.STAFF, patient, Channel.SMS));
        }
        var compliance = tokens.bearer(Samples.ORGANIZATION, "compliance");

        var first = json("?limit=2&patient_id=" + patient, compliance);
        var second = json(
                "?limit=2&patient_id=" + patient + "&before="
                        + first.at("/next_before").asLong(),
                compliance);

        assertThat(first.at("/items").size()).isEqualTo(2);
        assertThat(second.at("/items").size()).isEqualTo(1);
        assertThat(second.at("/next_before").isNull()).isTrue();
        var id = "/" + first.at("/items/0/id").asString();
        assertThat(status(id, tokens.bearer(Samples.ORGANIZATION + 1, "ops"))).isEqualTo(404);
        assertThat(status(id, tokens.bearer(Samples.ORGANIZATION, "clinic-staff")))
                .isEqualTo(403);
        assertThat(status("?state=lost", compliance)).isEqualTo(400);
        assertThat(status("?kind=sermon", compliance)).isEqualTo(400);
        assertThat(status("/no-id", compliance)).isEqualTo(400);
    }

    /** Strangers are answered, too; somebody must be able to see it. */
    @Test
    void answersToStrangersAreShownToTheSuitesOwnOperatorsOnly() {
        var ofPatient = people.order(AnswerKind.HELP, people.patient(), Channel.SMS);
        var order = new AnswerOrdered(
                ofPatient.answerId(),
                ofPatient.kind(),
                ofPatient.inboundId(),
                ofPatient.askedAt(),
                null,
                null,
                ofPatient.channel(),
                ofPatient.addressHash(),
                ofPatient.deadline(),
                ofPatient.content());
        people.settled(order);
        var id = "/" + order.answerId();

        var suite = "Bearer " + tokens.token("operator", null, "ops");

        assertThat(json(id, suite).at("/kind").asString()).isEqualTo("help");
        assertThat(json("?limit=200", suite)
                        .at("/items")
                        .valueStream()
                        .map(it -> it.at("/id").asString()))
                .contains(order.answerId().toString());
        assertThat(status(id, tokens.bearer(Samples.ORGANIZATION, "ops"))).isEqualTo(404);
        assertThat(json("?limit=200", tokens.bearer(Samples.ORGANIZATION, "compliance"))
                        .at("/items")
                        .valueStream()
                        .map(it -> it.at("/id").asString()))
                .doesNotContain(order.answerId().toString());
    }

    private JsonNode json(String path, String bearer) {
        return ContractJson.mapper()
                .readTree(String.valueOf(http.get()
                        .uri("/api/v1/answers" + path)
                        .header("Authorization", bearer)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody()));
    }

    private int status(String path, String bearer) {
        return http.get()
                .uri("/api/v1/answers" + path)
                .header("Authorization", bearer)
                .exchange()
                .returnResult(Void.class)
                .getStatus()
                .value();
    }
}
