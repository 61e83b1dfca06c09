package com.ovhi.outreach.channel;

import static com.ovhi.outreach.channel.ProviderStubs.TWILIO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.testing.ForkedService;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestServers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** Several instances: a second one for one channel comes, works, and goes while it works. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class WorkerProcessServiceTests {

    private static final String NAME = "sms-only";
    private static final String GROUP = "channel-workers.priority";

    private final Suite suite;

    WorkerProcessServiceTests(ApplicationContext context, @LocalServerPort int port) {
        suite = new Suite(context, port);
    }

    @Test
    void comesAndGoesWithoutLossOrDoubles() throws IOException, InterruptedException {
        suite.clock().set(SettableClock.START);
        ProviderStubs.friendly();
        var slow = new AtomicInteger();
        TWILIO.behave(request -> {
            if ("GET".equals(request.method())) {
                return ProviderStubs.nothing();
            }
            slow.incrementAndGet();
            rest(Duration.ofMillis(700));
            return ProviderStubs.accepted(request);
        });
        var orders = new ArrayList<DispatchOrdered>();

        try (var worker = secondWorker()) {
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> !partitionsOf(NAME).isEmpty());
            assertThat(partitionsOf(NAME))
                    .allSatisfy(partition -> assertThat(partition.topic()).startsWith("outreach.dispatch.sms."));
            for (var i = 0; i < 24; i++) {
                var order = suite.orders().order(suite.patient(), i % 4 == 0 ? Channel.EMAIL : Channel.SMS);
                orders.add(order);
                suite.dispatch(order);
            }
            await().until(() -> slow.get() >= 3);

            assertThat(worker.terminate()).isLessThan(Duration.ofSeconds(30));
        }

        for (var order : orders) {
            suite.report(order, DeliveryState.ACCEPTED);
            assertThat(Suite.calls(order)).as("calls of one order").hasSize(1);
            assertThat(suite.reports(order)).noneMatch(report -> report.state() == DeliveryState.UNKNOWN);
            assertThat(suite.state(order)).isEqualTo("accepted");
        }
        assertThat(partitionsOf(NAME)).isEmpty();
    }

    @Test
    void waitsForSlowCallsBeforeItEnds() throws IOException, InterruptedException {
        suite.clock().set(SettableClock.START);
        ProviderStubs.friendly();
        var called = new AtomicInteger();
        TWILIO.behave(request -> {
            if ("GET".equals(request.method())) {
                return ProviderStubs.nothing();
            }
            called.incrementAndGet();
            rest(Duration.ofSeconds(6));
            return ProviderStubs.accepted(request);
        });
        var orders = new ArrayList<DispatchOrdered>();

        try (var worker = secondWorker()) {
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> !partitionsOf(NAME).isEmpty());
            for (var i = 0; i < 16; i++) {
                var order = suite.orders().order(suite.patient(), Channel.SMS);
                orders.add(order);
                suite.dispatch(order);
            }
            await().until(() -> called.get() == orders.size());

            assertThat(worker.terminate()).isLessThan(Duration.ofSeconds(30));
        }

        for (var order : orders) {
            suite.report(order, DeliveryState.ACCEPTED);
            assertThat(Suite.calls(order)).as("calls of one order").hasSize(1);
            assertThat(suite.reports(order)).noneMatch(report -> report.state() == DeliveryState.UNKNOWN);
        }
    }

    /** For one channel, at the same time of the world as the tests' own. */
    private static ForkedService secondWorker() throws IOException {
        return ForkedService.start(
                ChannelApplication.class,
                "ovhi_channel",
                "outreach.channel.channels=sms",
                "outreach.clock.origin=" + Clock.systemUTC().instant(),
                "outreach.clock.start=" + SettableClock.START,
                "spring.cloud.stream.kafka.binder.configuration.client.id=" + NAME);
    }

    private static Set<TopicPartition> partitionsOf(String name) {
        var settings =
                Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, TestServers.bootstrapServers());
        try (var admin = Admin.create(settings)) {
            return admin.describeConsumerGroups(List.of(GROUP)).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .filter(member -> member.clientId().startsWith(name))
                    .flatMap(member -> member.assignment().topicPartitions().stream())
                    .collect(Collectors.toSet());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void rest(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
