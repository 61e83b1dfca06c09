package com.ovhi.outreach.scheduler.dispatch;

import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.scheduler.QueueDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An order or a report that is lost on the way must not leave a job waiting for ever. */
@ServiceTest(schema = "ovhi_scheduler")
class ReorderingTests {

    private static final Instant NOW = SettableClock.START;
    private static final Instant LATE = NOW.plus(Duration.ofHours(20));

    private final Reordering reordering;
    private final SettableClock clock;
    private final QueueDriver queue;

    ReorderingTests(Reordering reordering, SettableClock clock, TestKafka kafka, JdbcClient jdbc) {
        this.reordering = reordering;
        this.clock = clock;
        queue = new QueueDriver(kafka, jdbc);
    }

    @BeforeEach
    void itIsMorning() {
        clock.set(NOW);
    }

    @Test
    void theSameAttemptIsOrderedAgainAndLessAndLessOften() {
        var job = dispatched();

        after("PT4M59S", job, 1);
        after("PT5M1S", job, 2);
        after("PT10M", job, 2);
        after("PT15M2S", job, 3);

        assertThat(queue.orders(job)).extracting(DispatchOrdered::attempt).containsOnly(1);
        assertThat(queue.orders(job))
                .extracting(DispatchOrdered::deadline)
                .containsOnly(Instant.parse("2026-03-03T00:45:00Z"));
        assertThat(queue.row(job).state()).isEqualTo("dispatched");
    }

    @Test
    void anAnswerEndsIt() {
        var accepted = dispatched();
        var unknown = dispatched();
        queue.report(accepted, 1, DeliveryState.ACCEPTED, null, NOW);
        queue.report(unknown, 1, DeliveryState.UNKNOWN, null, NOW);
        queue.awaitRow(accepted, "ended", 1);
        queue.awaitReason(unknown, "under-review");

        after("PT29M", accepted, 1);
        after("PT29M", unknown, 1);
    }

    @Test
    void theLastWordOnAJobUnderReviewIsAskedForAgain() {
        var job = dispatched();
        queue.report(job, 1, DeliveryState.UNKNOWN, null, NOW);
        queue.awaitReason(job, "under-review");

        after("PT29M", job, 1);
        after("PT30M1S", job, 2);
        queue.report(job, 1, DeliveryState.UNKNOWN, null, NOW);
        after("PT60M", job, 2);
        after("PT1H31M", job, 3);

        assertThat(queue.orders(job)).extracting(DispatchOrdered::attempt).containsOnly(1);
        assertThat(queue.row(job).reason()).isEqualTo("under-review");
    }

    @Test
    void whatMayNotLeaveAnyMoreIsOrderedWithADeadlineThatHasPassed() {
        var job = dispatched();

        var night = NOW.plus(Duration.ofHours(12));
        clock.set(night);
        reordering.work();

        await().untilAsserted(() -> assertThat(queue.orders(job)).hasSize(2));
        assertThat(queue.orders(job).getLast().deadline())
                .as("also for a worker whose clock is far behind")
                .isBefore(night.minus(Duration.ofDays(365)));
    }

    private UUID dispatched() {
        var job = queue.schedule(queue.contact(NOW, LATE, routine("America/New_York")));
        queue.awaitRow(job, "dispatched", 1);
        await().until(() -> queue.orders(job).size() == 1);
        return job;
    }

    private void after(String time, UUID job, int orders) {
        clock.set(NOW.plus(Duration.parse(time)));
        reordering.work();
        await().untilAsserted(() -> assertThat(queue.orders(job)).hasSize(orders));
        await().during(Duration.ofMillis(300)).until(() -> queue.orders(job).size() == orders);
    }
}
