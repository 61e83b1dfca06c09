package com.ovhi.outreach.channel.answer;

import static com.ovhi.outreach.channel.answer.Correspondents.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.ChannelApplication;
import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.channel.gateway.FakeProvider.Silence;
import com.ovhi.outreach.common.contract.AnswerReported.Outcome;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.ForkedService;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

/** A worker that is killed while the provider has an answer of which nobody knows. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class AnswerKillServiceTests {

    private final AnswerLoop loop;
    private final AnswerSweep sweep;
    private final Correspondents people;

    AnswerKillServiceTests(SettableClock clock, AnswerLoop loop, AnswerSweep sweep, ApplicationContext context) {
        this.loop = loop;
        this.sweep = sweep;
        people = new Correspondents(context);
        clock.set(SettableClock.START);
    }

    @AfterEach
    void workAgain() {
        ProviderStubs.friendly();
        if (!loop.isRunning()) {
            loop.start();
        }
    }

    @Test
    void doesNotMakeTheNextWorkerCallAgain() throws IOException {
        ProviderStubs.TWILIO.behave(request -> new Silence(Duration.ofSeconds(30)));
        var order = people.order(AnswerKind.HELP, people.patient(), Channel.SMS);
        loop.stop();

        // It hears of nothing, so that its death leaves no partition to wait for; the order is in the table.
        try (var worker = ForkedService.start(
                ChannelApplication.class,
                "ovhi_channel",
                "outreach.outbox.enabled=false",
                "spring.cloud.function.definition=",
                "outreach.clock.origin=" + Clock.systemUTC().instant(),
                "outreach.clock.start=" + SettableClock.START)) {
            people.publish(order);
            await().atMost(Duration.ofSeconds(60)).until(() -> calls(order).size() == 1);
            worker.kill();
        }

        assertThat(people.column("state", order)).isEqualTo("open");
        ProviderStubs.friendly();
        loop.start();
        people.leaseIsOver(order);
        sweep.giveUp();
        assertThat(people.report(order).outcome()).isEqualTo(Outcome.UNKNOWN);
        people.publish(order);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(people.reports(order)).hasSize(2));
        assertThat(calls(order)).hasSize(1);
    }
}
