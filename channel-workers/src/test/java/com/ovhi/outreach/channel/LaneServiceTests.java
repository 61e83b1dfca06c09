package com.ovhi.outreach.channel;

import static com.ovhi.outreach.channel.ProviderStubs.TWILIO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** Orders that come together, and who waits for whom. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class LaneServiceTests {

    private static final int PRIORITY_PLACES = 24;

    private final Suite suite;

    LaneServiceTests(ApplicationContext context, @LocalServerPort int port) {
        suite = new Suite(context, port);
    }

    @Test
    void makesManyCallsAtOnceForOnePartition() {
        var patient = suite.patient();
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        TWILIO.behave(request -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(400).toNanos());
            now.decrementAndGet();
            return ProviderStubs.accepted(request);
        });
        var orders = orders(patient, Channel.SMS, 60);

        orders.forEach(suite::dispatch);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> suite.integer(
                                "SELECT COUNT(*) FROM send_intents WHERE patient_id = ? AND state = 'accepted'",
                                patient)
                        == orders.size());
        assertThat(most.get()).as("calls at once").isBetween(PRIORITY_PLACES / 2, PRIORITY_PLACES);
        assertThat(orders).allSatisfy(order -> assertThat(Suite.calls(order)).hasSize(1));
    }

    @Test
    void letsUrgentMessagesAndOtherChannelsPassAProviderThatHangs() {
        var patient = suite.patient();
        var hanging = new CountDownLatch(1);
        var calls = new AtomicInteger();
        TWILIO.behave(request -> {
            if (calls.incrementAndGet() <= PRIORITY_PLACES) {
                awaitUninterruptibly(hanging);
            }
            return ProviderStubs.accepted(request);
        });
        var stuck = orders(patient, Channel.SMS, PRIORITY_PLACES + 6);
        var urgent = suite.orders().order(suite.patient(), Channel.SMS);
        var mail = suite.orders().order(patient, Channel.EMAIL);
        var campaign = suite.orders().order(suite.patient(), Channel.SMS);
        try {
            stuck.forEach(suite::dispatch);
            await().until(() -> calls.get() == PRIORITY_PLACES);

            suite.dispatch(urgent, Lane.URGENT);
            suite.dispatch(campaign, Lane.BULK);
            suite.dispatch(mail);

            suite.report(urgent, DeliveryState.ACCEPTED);
            suite.report(mail, DeliveryState.ACCEPTED);
            suite.report(campaign, DeliveryState.ACCEPTED);
            assertThat(stuck.subList(PRIORITY_PLACES, stuck.size()))
                    .as("nobody passes the gate who would have to wait for the call")
                    .allSatisfy(order -> assertThat(suite.intents(order)).isZero());
        } finally {
            hanging.countDown();
        }
        stuck.forEach(order -> suite.report(order, DeliveryState.ACCEPTED));
    }

    @Test
    void sendsTheOthersOfABatchInWhichOneCannotBeRead() {
        var patient = suite.patient();
        var before = orders(patient, Channel.WHATSAPP, 10);
        var after = orders(patient, Channel.WHATSAPP, 10);
        var topic = Topics.dispatch(Channel.WHATSAPP, Lane.PRIORITY);

        before.forEach(suite::dispatch);
        suite.kafka().publish(topic, Long.toString(patient), "dispatch.ordered", Map.of("job_id", "no-id"));
        after.forEach(suite::dispatch);

        for (var order : IntStream.range(0, 20)
                .mapToObj(i -> i < 10 ? before.get(i) : after.get(i - 10))
                .toList()) {
            suite.report(order, DeliveryState.ACCEPTED);
            assertThat(Suite.calls(order)).hasSize(1);
        }
    }

    @Test
    void carriesOutAnOrderOnceThatComesTwiceInOneBatch() {
        var patient = suite.patient();
        var orders = orders(patient, Channel.SMS, 15);

        orders.forEach(suite::dispatch);
        orders.forEach(suite::dispatch);

        orders.forEach(order -> suite.report(order, DeliveryState.ACCEPTED));
        suite.settled(suite.orders().order(patient, Channel.SMS));
        assertThat(orders).allSatisfy(order -> {
            assertThat(Suite.calls(order)).hasSize(1);
            assertThat(suite.intents(order)).isEqualTo(1);
        });
    }

    private List<DispatchOrdered> orders(long patient, Channel channel, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> suite.orders().order(patient, channel))
                .toList();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
