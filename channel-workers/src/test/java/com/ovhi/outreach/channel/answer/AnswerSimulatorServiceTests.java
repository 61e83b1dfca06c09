package com.ovhi.outreach.channel.answer;

import static com.ovhi.outreach.channel.answer.Correspondents.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.channel.gateway.SimulatedProviders;
import com.ovhi.outreach.common.contract.AnswerReported.Outcome;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ApplicationContext;

/** Answers through the simulators of all three providers, which share no code with the gateways. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class AnswerSimulatorServiceTests {

    private final SimulatedProviders simulators = SimulatedProviders.shared();
    private final Correspondents people;

    AnswerSimulatorServiceTests(SettableClock clock, ApplicationContext context) {
        people = new Correspondents(context);
        clock.set(SettableClock.START);
    }

    @BeforeEach
    void realProviders() {
        simulators.reset();
        ProviderStubs.SENDGRID.behave(simulators::forward);
        ProviderStubs.TWILIO.behave(simulators::forward);
        ProviderStubs.WHATSAPP.behave(simulators::forward);
    }

    @AfterAll
    static void friendly() {
        ProviderStubs.friendly();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void isTakenOnce(Channel channel) {
        var order = people.order(AnswerKind.HELP, people.patient(), channel);

        var report = people.settled(order);

        assertThat(report.outcome()).isEqualTo(Outcome.ACCEPTED);
        var taken = simulators.ledger(
                Provider.of(channel).code(), "MESSAGE", order.answerId().toString());
        assertThat(taken).hasSize(1);
        assertThat(taken.getFirst().path("message_id").asString()).isEqualTo(report.providerMessageId());
        assertThat(taken.getFirst().path("body").asString()).contains(TEXT);
    }

    @Test
    void freeTextReachesWhoWroteAndNobodyElse() {
        var silent = people.order(AnswerKind.STAFF, people.patient(), Channel.WHATSAPP);
        people.settled(silent);
        awaitStatus(silent.answerId().toString(), "failed", "131047");

        var patient = people.patient();
        simulators.reply("whatsapp", Orders.address(patient, Channel.WHATSAPP), "Hello");
        var heard = people.order(AnswerKind.STAFF, patient, Channel.WHATSAPP);
        people.settled(heard);
        awaitStatus(heard.answerId().toString(), "delivered", "");
    }

    private void awaitStatus(String answer, String status, String code) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(simulators.ledger("whatsapp", "STATUS", answer))
                        .anySatisfy(line -> {
                            assertThat(line.path("outcome").asString()).isEqualTo(status);
                            assertThat(line.toString()).contains(code);
                        }));
    }
}
