package com.ovhi.outreach.scheduler.dispatch;

import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.scheduler.queue.Route;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How much the workers are given before they report. */
@ServiceTest(schema = "ovhi_scheduler")
class InFlightTests {

    private static final Route ROUTE = new Route(Lane.PRIORITY, Channel.WHATSAPP);
    private static final Route URGENT = new Route(Lane.URGENT, Channel.WHATSAPP);
    private static final long ORGANIZATION = 9_601;
    private static final int MOST = 1_000;
    private static final int BACKLOG = 1_500;

    private final Dispatcher dispatcher;
    private final Dispatching dispatching;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final SettableClock clock;
    private final TestKafka kafka;
    private final Instant now = SettableClock.START.plus(Duration.ofHours(2));

    InFlightTests(
            Dispatcher dispatcher,
            Dispatching dispatching,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SettableClock clock,
            TestKafka kafka) {
        this.dispatcher = dispatcher;
        this.dispatching = dispatching;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
        this.kafka = kafka;
    }

    @BeforeEach
    void nobodyDispatches() {
        dispatcher.stop();
        clock.set(now);
        forgetJobs();
    }

    @AfterEach
    void theyAreGone() {
        forgetJobs();
        if (!dispatcher.isRunning()) {
            dispatcher.start();
        }
    }

    @Test
    void theRestWaitsInTheQueueUntilReportsComeAndUrgentJobsDoNotWait() {
        var jobs = add(ROUTE, BACKLOG);
        dispatcher.start();

        await().until(() -> dispatched(ROUTE) == MOST);
        var urgent = add(URGENT, 1);
        await().atMost(Duration.ofSeconds(3)).until(() -> dispatched(URGENT) == 1);
        assertThat(dispatched(ROUTE)).as("no report, no more").isEqualTo(MOST);

        var leaving = jobs.stream().filter(this::isDispatched).limit(400).toList();
        leaving.forEach(this::accept);

        await().until(() -> ended(ROUTE) == 400 && dispatched(ROUTE) > MOST - MOST / 8);
        assertThat(dispatched(ROUTE)).isLessThanOrEqualTo(MOST);
        urgent.forEach(this::accept);
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    jobs.stream().filter(this::isDispatched).forEach(this::accept);
                    return ended(ROUTE) == BACKLOG;
                });
    }

    @Test
    void urgentJobsDoNotWaitForTheReportsOfOtherUrgentOnes() {
        add(URGENT, MOST + 5);
        dispatcher.start();

        await().atMost(Duration.ofSeconds(20)).until(() -> dispatched(URGENT) == MOST + 5);
    }

    @Test
    void jobsThatWereNotReportedForAMinuteCloseNoRoute() {
        add(ROUTE, MOST);
        while (dispatching.dispatchDue(ROUTE, 500).jobs() > 0) {
            continue;
        }
        assertThat(dispatching.room(ROUTE)).isZero();

        clock.set(now.plusSeconds(61));

        assertThat(dispatching.room(ROUTE)).isEqualTo(MOST);
    }

    /** Also what other tests have left in flight on this channel. */
    private void forgetJobs() {
        transactions.executeWithoutResult(_ -> jdbc.update("DELETE FROM due_queue WHERE channel = 'whatsapp'"));
    }

    private void accept(UUID job) {
        kafka.publish(
                Topics.DELIVERY,
                job.toString(),
                new DeliveryReported(
                        job,
                        ORGANIZATION,
                        1L,
                        Channel.WHATSAPP,
                        1,
                        DeliveryState.ACCEPTED,
                        "wamid",
                        null,
                        null,
                        null,
                        false,
                        now));
    }

    private boolean isDispatched(UUID job) {
        return count("job_id = '" + job + "' AND state = 'dispatched'") == 1;
    }

    private long dispatched(Route route) {
        return of(route, "dispatched");
    }

    private long ended(Route route) {
        return of(route, "ended");
    }

    private long of(Route route, String state) {
        return count("organization_id = " + ORGANIZATION + " AND state = '" + state + "' AND lane = '"
                + route.lane().code() + "'");
    }

    private long count(String condition) {
        var count = transactions.execute(
                _ -> jdbc.queryForObject("SELECT COUNT(*) FROM due_queue WHERE " + condition, Long.class));
        return count == null ? 0 : count;
    }

    private List<UUID> add(Route route, int jobs) {
        var window = ContractJson.writeText(routine("America/New_York"));
        var due = Timestamp.from(now.minusSeconds(1));
        var expires = Timestamp.from(now.plus(Duration.ofDays(1)));
        var ids = IntStream.range(0, jobs).mapToObj(i -> Ids.next()).toList();
        transactions.executeWithoutResult(_ -> jdbc.batchUpdate(
                """
                INSERT INTO due_queue (job_id, slot_id, organization_id, patient_id, purpose, channel, lane, due_at,
                    expires_at, send_window, content, state)
                VALUES (?, ?, ?, 1, 'appt_reminder', ?, ?, ?, ?, ?, 'c2VhbGVk', 'waiting')""",
                ids.stream()
                        .map(id -> new Object[] {
                            id.toString(),
                            Ids.next().toString(),
                            ORGANIZATION,
                            route.channel().code(),
                            route.lane().code(),
                            due,
                            expires,
                            window
                        })
                        .toList()));
        return ids;
    }
}
