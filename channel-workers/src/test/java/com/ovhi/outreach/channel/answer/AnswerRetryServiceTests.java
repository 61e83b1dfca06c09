package com.ovhi.outreach.channel.answer;

import static com.ovhi.outreach.channel.answer.Correspondents.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.channel.gateway.FakeProvider.HangUp;
import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.contract.AnswerReported.Outcome;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

/** What becomes of an answer that is not sent at once. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class AnswerRetryServiceTests {

    private final SettableClock clock;
    private final AnswerOutcomes outcomes;
    private final Correspondents people;

    AnswerRetryServiceTests(SettableClock clock, AnswerOutcomes outcomes, ApplicationContext context) {
        this.clock = clock;
        this.outcomes = outcomes;
        people = new Correspondents(context);
    }

    @Test
    void triesAgainWhatWasDefinitelyNotSent() {
        var refusals = new AtomicInteger();
        ProviderStubs.TWILIO.behave(request -> refusals.getAndIncrement() < 2
                ? new Json(429, Map.of(), "{\"code\": 20429, \"message\": \"slow\", \"status\": 429}")
                : ProviderStubs.accepted(request));
        var order = people.order(AnswerKind.HELP, people.patient(), Channel.SMS);

        var report = people.settled(order);

        assertThat(report.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(calls(order)).hasSize(3);
        assertThat(people.reports(order)).hasSize(1);
    }

    @Test
    void givesUpAtTheDeadlineAndSaysWhatItWaitedFor() {
        ProviderStubs.TWILIO.answer(429, "{\"code\": 20429, \"message\": \"slow\", \"status\": 429}");
        var order = people.order(AnswerKind.HELP, people.patient(), Channel.SMS);
        people.publish(order);
        await().atMost(Duration.ofSeconds(20)).until(() -> "20429".equals(people.column("code", order)));

        clock.set(order.deadline());

        assertThat(people.report(order).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(calls(order)).isNotEmpty();
        ProviderStubs.friendly();
    }

    @Test
    void whatIsTurnedBackWithoutACallUsesUpNoTry() {
        var patient = Orders.newPatient();
        var order = people.order(AnswerKind.STAFF, patient, Channel.SMS);
        people.publish(order);
        await().atMost(Duration.ofSeconds(20)).until(() -> "permission-unknown".equals(people.column("code", order)));

        for (var minute = 0; minute < 10; minute++) {
            outcomes.turnedBack(order.answerId(), NotSent.refused(FailureClass.PARKED, "circuit-open"));
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(people.column("state", order)).isEqualTo("waiting");
        assertThat(people.column("tries", order)).isEqualTo("0");
        people.allow(patient, 1, true);
        assertThat(people.report(order).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(people.column("tries", order)).isEqualTo("1");
    }

    @Test
    void neitherDoesWhatPassedTheGateAndWasNotCalled() {
        var patient = people.patient();
        people.settled(people.order(AnswerKind.HELP, patient, Channel.SMS));
        var order = people.order(AnswerKind.EMERGENCY, patient, Channel.SMS);
        people.abandoned(order, Duration.ZERO);

        outcomes.record(order.answerId(), NotSent.refused(FailureClass.PARKED, "worker-stalled"));

        assertThat(people.report(order).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(people.column("tries", order)).isEqualTo("1");
        assertThat(calls(order)).hasSize(1);
    }

    @Test
    void whatIsTurnedBackEndsWithItsDeadline() {
        var order = people.order(AnswerKind.STAFF, Orders.newPatient(), Channel.SMS);
        people.publish(order);
        await().atMost(Duration.ofSeconds(20)).until(() -> "permission-unknown".equals(people.column("code", order)));

        clock.set(order.deadline().minusMillis(1));
        outcomes.turnedBack(order.answerId(), NotSent.refused(FailureClass.PARKED, "circuit-open"));

        assertThat(people.report(order).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(people.report(order).code()).isEqualTo("circuit-open");
    }

    @Test
    void anotherAccountSendsWhatOneOfOursMayNot() {
        ProviderStubs.TWILIO.behave(request -> request.uri().getPath().contains(ProviderStubs.SPARE)
                ? ProviderStubs.accepted(request)
                : new Json(401, Map.of(), "{\"code\":20003,\"status\":401}"));
        var order = people.order(AnswerKind.EMERGENCY, people.patient(), Channel.SMS);

        assertThat(people.settled(order).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(people.column("account", order)).isEqualTo("twilio.spare");
        ProviderStubs.friendly();
        var probes = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(40))
                .until(() -> {
                    var probe = people.order(AnswerKind.HELP, people.patient(), Channel.SMS);
                    people.settled(probe);
                    return "twilio.main".equals(people.column("account", probe)) && probes.incrementAndGet() == 5;
                });
    }

    @Test
    void neverRepeatsACallWhoseOutcomeNobodyKnows() {
        ProviderStubs.TWILIO.behave(request -> new HangUp());
        var order = people.order(AnswerKind.HELP, people.patient(), Channel.SMS);

        assertThat(people.settled(order).outcome()).isEqualTo(Outcome.UNKNOWN);
        ProviderStubs.friendly();
        people.publish(order);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(people.reports(order)).hasSize(2));
        assertThat(calls(order)).hasSize(1);
    }
}
