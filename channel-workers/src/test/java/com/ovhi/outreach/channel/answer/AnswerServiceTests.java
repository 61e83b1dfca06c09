package com.ovhi.outreach.channel.answer;

import static com.ovhi.outreach.channel.answer.Correspondents.TEXT;
import static com.ovhi.outreach.channel.answer.Correspondents.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.common.contract.AnswerOrdered;
import com.ovhi.outreach.common.contract.AnswerReported.Outcome;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ApplicationContext;

/** From the order of an answer to its outcome, against real servers and providers that speak the real wire formats. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class AnswerServiceTests {

    private final TestKafka kafka;
    private final SettableClock clock;
    private final AnswerIntake intake;
    private final AnswerRounds rounds;
    private final Correspondents people;

    AnswerServiceTests(
            TestKafka kafka,
            SettableClock clock,
            AnswerIntake intake,
            AnswerRounds rounds,
            ApplicationContext context) {
        this.kafka = kafka;
        this.clock = clock;
        this.intake = intake;
        this.rounds = rounds;
        people = new Correspondents(context);
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void answersOnceInTheProvidersWireFormat(Channel channel) {
        var patient = people.patient();
        var order = people.order(AnswerKind.HELP, patient, channel);

        var report = people.settled(order);

        assertThat(report.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(report.providerMessageId()).isNotBlank();
        assertThat(report.inboundId()).isEqualTo(order.inboundId());
        assertThat(calls(order)).hasSize(1);
        var call = calls(order).getFirst();
        var address = Orders.address(patient, channel);
        switch (channel) {
            case SMS -> {
                assertThat(call.field("To")).isEqualTo(address);
                assertThat(call.field("Body")).isEqualTo(TEXT);
                assertThat(call.field("StatusCallback")).contains("job=" + order.answerId() + "&a=0");
            }
            case EMAIL -> {
                var mail = ContractJson.mapper().readTree(call.body());
                assertThat(mail.at("/personalizations/0/to/0/email").asString()).isEqualTo(address);
                assertThat(mail.at("/personalizations/0/custom_args/attempt").asString())
                        .isEqualTo("0");
                assertThat(mail.at("/content/0/value").asString()).isEqualTo(TEXT);
                assertThat(mail.at("/headers/Auto-Submitted").asString()).isEqualTo("auto-replied");
                assertThat(mail.at("/headers/List-Unsubscribe").isMissingNode()).isTrue();
                assertThat(mail.at("/tracking_settings/open_tracking/enable").asBoolean(true))
                        .isFalse();
            }
            case WHATSAPP -> {
                var message = ContractJson.mapper().readTree(call.body());
                assertThat(message.at("/to").asString()).isEqualTo(address.substring(1));
                assertThat(message.at("/type").asString()).isEqualTo("text");
                assertThat(message.at("/text/body").asString()).isEqualTo(TEXT);
                assertThat(message.at("/biz_opaque_callback_data").asString()).isEqualTo(order.answerId() + ":0");
            }
        }
    }

    @Test
    void isNoContactAndKeepsNoText() {
        var order = people.order(AnswerKind.STAFF, people.patient(), Channel.SMS);

        people.settled(order);

        assertThat(people.column("content", order)).isEqualTo("null");
        assertThat(people.count(
                        "SELECT COUNT(*) FROM send_intents WHERE job_id = ?",
                        order.answerId().toString()))
                .isZero();
        assertThat(kafka.events(Topics.DELIVERY, DeliveryReported.class))
                .noneMatch(each -> order.answerId().equals(each.jobId()));
        var audited = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> order.answerId().toString().equals(each.details().get("answer_id")));
        assertThat(audited.patientId()).isEqualTo(order.patientId());
        assertThat(audited.details())
                .containsEntry("outcome", "accepted")
                .containsEntry("kind", "staff")
                .doesNotContainValue(TEXT);
    }

    @Test
    void reportsARepeatedOrderAgainAndCallsNobody() {
        var order = people.order(AnswerKind.CLARIFICATION, people.patient(), Channel.SMS);
        var first = people.settled(order);

        people.publish(order);
        people.publish(order);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(people.reports(order)).hasSizeGreaterThanOrEqualTo(3));
        assertThat(people.reports(order)).containsOnly(first);
        assertThat(calls(order)).hasSize(1);
    }

    @Test
    void takesTheSameOrderUpOnceFromManyAtOnce() throws InterruptedException {
        var order = people.order(AnswerKind.CLARIFICATION, people.patient(), Channel.SMS);

        atOnce(8, () -> {
            intake.take(List.of(order));
            rounds.run(Channel.SMS, Urgency.ROUTINE);
        });

        assertThat(people.report(order).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(calls(order)).hasSize(1);
        assertThat(people.column("tries", order)).isEqualTo("1");
    }

    @Test
    void neverExceedsACeilingHoweverManyAnswersAreJudgedAtOnce() throws InterruptedException {
        var patient = people.patient();
        var orders = IntStream.range(0, 9)
                .mapToObj(_ -> people.order(AnswerKind.CLARIFICATION, patient, Channel.SMS))
                .toList();
        var next = new AtomicInteger();

        atOnce(9, () -> {
            intake.take(List.of(orders.get(next.getAndIncrement())));
            rounds.run(Channel.SMS, Urgency.ROUTINE);
        });

        var outcomes =
                orders.stream().map(order -> people.report(order).outcome()).toList();
        assertThat(outcomes).filteredOn(Outcome.ACCEPTED::equals).hasSize(3);
        assertThat(outcomes).filteredOn(Outcome.REFUSED::equals).hasSize(6);
        assertThat(orders.stream().mapToInt(order -> calls(order).size()).sum()).isEqualTo(3);
        clock.advance(Duration.ofMinutes(11));
        assertThat(people.outcome(people.order(AnswerKind.CLARIFICATION, patient, Channel.SMS)))
                .isEqualTo("accepted");
    }

    @Test
    void comesToTheSameEndInWhateverOrderOrdersAreRepeated() {
        var patient = people.patient();
        var inbound = Ids.next();
        var orders = List.of(
                people.order(AnswerKind.HELP, patient, Channel.SMS, inbound, clock.instant()),
                people.order(AnswerKind.HELP, patient, Channel.SMS, inbound, clock.instant()),
                people.order(AnswerKind.RECEIPT, patient, Channel.SMS, inbound, clock.instant()));
        var storm = new ArrayList<AnswerOrdered>();
        for (var i = 0; i < 5; i++) {
            storm.addAll(orders);
        }
        Collections.shuffle(storm, new Random(7));

        storm.forEach(people::publish);

        assertThat(orders.stream().map(order -> people.report(order).outcome()))
                .containsExactlyInAnyOrder(Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED);
        assertThat(orders.stream().mapToInt(order -> calls(order).size()).sum()).isEqualTo(2);
    }

    @Test
    void refusesWhatItCannotReadAndWhatWouldGoSomewhereElse() {
        var order = people.order(AnswerKind.HELP, people.patient(), Channel.SMS);
        var other = people.order(AnswerKind.HELP, people.patient(), Channel.SMS);

        assertThat(people.outcome(with(order, other.addressHash(), order.content())))
                .isEqualTo("refused other-address");
        assertThat(people.outcome(with(other, other.addressHash(), order.content())))
                .isEqualTo("refused content-unreadable");
        assertThat(calls(order)).isEmpty();
        assertThat(calls(other)).isEmpty();
    }

    private static AnswerOrdered with(
            AnswerOrdered order, String hash, com.ovhi.outreach.common.crypto.Sealed content) {
        return new AnswerOrdered(
                order.answerId(),
                order.kind(),
                order.inboundId(),
                order.askedAt(),
                Samples.ORGANIZATION,
                order.patientId(),
                order.channel(),
                hash,
                order.deadline(),
                content);
    }

    private static void atOnce(int times, Runnable work) throws InterruptedException {
        var threads = IntStream.range(0, times)
                .mapToObj(_ -> Thread.ofPlatform().start(work))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
    }
}
