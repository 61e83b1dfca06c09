package com.ovhi.outreach.scheduler.dispatch;

import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.EventType;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.scheduler.QueueDriver;
import com.ovhi.outreach.scheduler.queue.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several dispatchers, and none. */
@ServiceTest(schema = "ovhi_scheduler")
class DispatcherTests {

    private static final Route PRIORITY_SMS = new Route(Lane.PRIORITY, Channel.SMS);
    private static final Duration DAY = Duration.ofDays(1);
    private static final SendWindow NEW_YORK = routine("America/New_York");

    private final TestKafka kafka;
    private final Dispatcher dispatcher;
    private final Dispatching dispatching;
    private final QueueDriver queue;
    private final Instant now = SettableClock.START;

    DispatcherTests(
            SettableClock clock, TestKafka kafka, JdbcClient jdbc, Dispatcher dispatcher, Dispatching dispatching) {
        this.kafka = kafka;
        this.dispatcher = dispatcher;
        this.dispatching = dispatching;
        queue = new QueueDriver(kafka, jdbc);
        clock.set(now);
    }

    @AfterEach
    void theDispatcherRuns() {
        if (!dispatcher.isRunning()) {
            dispatcher.start();
        }
    }

    @Test
    void twoInstancesNeverDispatchTheSameJob() {
        dispatcher.stop();
        var jobs = IntStream.range(0, 300)
                .mapToObj(i -> queue.schedule(queue.contact(now.minusMillis(i), now.plus(DAY), NEW_YORK)))
                .toList();
        await().until(() -> jobs.stream().allMatch(job -> queue.find(job).isPresent()));

        var instances = IntStream.range(0, 4)
                .mapToObj(_ -> CompletableFuture.runAsync(this::drain))
                .toList();
        instances.forEach(CompletableFuture::join);

        assertThat(jobs).allSatisfy(job -> assertThat(queue.row(job).state()).isEqualTo("dispatched"));
        await().untilAsserted(() -> assertThat(ordersFor(jobs)).containsAll(jobs));
        assertThat(ordersFor(jobs)).as("orders that were written").doesNotHaveDuplicates();
    }

    @Test
    void jobsLeaveInDueOrder() {
        dispatcher.stop();
        var jobs = new ArrayList<UUID>();
        for (var i = 0; i < 5; i++) {
            jobs.addFirst(queue.schedule(queue.contact(now.minusSeconds(i), now.plus(DAY), NEW_YORK)));
        }
        jobs.forEach(job -> queue.awaitRow(job, "waiting", 1));

        dispatching.dispatchDue(PRIORITY_SMS, 3);

        assertThat(jobs).extracting(this::waits).containsExactly(false, false, false, true, true);
    }

    @Test
    void whatIsLeftAtAStopLeavesAfterTheNextStart() {
        dispatcher.stop();
        var job = queue.schedule(queue.contact(now, now.plus(DAY), NEW_YORK));
        queue.awaitRow(job, "waiting", 1);

        dispatcher.start();

        queue.awaitRow(job, "dispatched", 1);
        assertThat(orders(job)).hasSize(1);
    }

    private void drain() {
        while (dispatching.dispatchDue(PRIORITY_SMS, 7).jobs() > 0) {
            continue;
        }
    }

    private boolean waits(UUID job) {
        return "waiting".equals(queue.row(job).state());
    }

    private List<DispatchOrdered> orders(UUID job) {
        await().until(() -> !queue.orders(job).isEmpty());
        return queue.orders(job);
    }

    /** One for each event that was written; the relay may send it more than once. */
    private List<UUID> ordersFor(List<UUID> jobs) {
        var own = Set.copyOf(jobs);
        var orders = new HashMap<String, UUID>();
        kafka.records(Topics.dispatch(Channel.SMS, Lane.PRIORITY)).stream()
                .filter(each -> EventType.of(DispatchOrdered.class).equals(each.type()))
                .forEach(each -> orders.put(
                        String.valueOf(each.header("ce_id")),
                        each.as(DispatchOrdered.class).jobId()));
        return orders.values().stream().filter(own::contains).toList();
    }
}
