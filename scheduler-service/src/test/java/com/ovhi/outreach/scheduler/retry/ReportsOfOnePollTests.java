package com.ovhi.outreach.scheduler.retry;

import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.scheduler.QueueDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reports that were polled together are applied together, each as if it had come alone. */
@ServiceTest(schema = "ovhi_scheduler")
class ReportsOfOnePollTests {

    private final DeliveryFeedback feedback;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final SettableClock clock;
    private final QueueDriver queue;

    ReportsOfOnePollTests(
            DeliveryFeedback feedback,
            JdbcTemplate jdbc,
            JdbcClient client,
            PlatformTransactionManager transactions,
            SettableClock clock,
            TestKafka kafka) {
        this.feedback = feedback;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
        queue = new QueueDriver(kafka, client);
    }

    @BeforeEach
    void itIsMondayMorning() {
        clock.set(SettableClock.START);
    }

    @Test
    void ofSeveralOnOneJobEachSeesWhatTheOneBeforeHasDone() {
        var accepted = dispatched();
        var retried = dispatched();
        var parked = dispatched();
        var doubtful = dispatched();
        var refused = dispatched();

        report(
                of(retried, 1, DeliveryState.NOT_SENT, FailureClass.RETRY),
                of(accepted, 1, DeliveryState.ACCEPTED, null),
                of(retried, 1, DeliveryState.NOT_SENT, FailureClass.RETRY),
                of(accepted, 1, DeliveryState.DELIVERED, null),
                of(parked, 1, DeliveryState.NOT_SENT, FailureClass.PARKED),
                of(doubtful, 1, DeliveryState.UNKNOWN, null),
                of(doubtful, 1, DeliveryState.ACCEPTED, null),
                of(refused, 1, DeliveryState.NOT_SENT, FailureClass.PERM_ADDR),
                of(parked, 1, DeliveryState.PROCESSING, null),
                of(Ids.next(), 1, DeliveryState.ACCEPTED, null));

        assertThat(queue.row(accepted)).satisfies(row -> {
            assertThat(row.state()).isEqualTo("ended");
            assertThat(row.reason()).as("the first proof").isEqualTo("accepted");
            assertThat(row.content()).isNull();
        });
        assertThat(queue.row(retried)).satisfies(row -> {
            assertThat(row.state()).isEqualTo("waiting");
            assertThat(row.attempt()).isEqualTo(2);
            assertThat(row.retries()).as("the same report twice").isEqualTo(1);
            assertThat(row.content()).as("still to be sent").isNotNull();
        });
        assertThat(queue.row(parked).attempt()).isEqualTo(2);
        assertThat(queue.row(parked).retries()).isZero();
        assertThat(queue.row(doubtful).reason()).isEqualTo("accepted");
        assertThat(queue.row(refused).reason()).isEqualTo("perm_addr");
    }

    @Test
    void manyCostAsFewStatementsAsOne() {
        var jobs = IntStream.range(0, 60).mapToObj(_ -> schedule()).toList();
        jobs.forEach(job -> queue.awaitRow(job, "dispatched", 1));
        var reports = new ArrayList<DeliveryReported>();
        jobs.forEach(job -> reports.add(of(job, 1, DeliveryState.ACCEPTED, null)));
        jobs.forEach(job -> reports.add(of(job, 1, DeliveryState.DELIVERED, null)));

        var statements = transactions.execute(_ -> {
            var before = statements();
            feedback.reported(reports);
            return statements() - before;
        });

        assertThat(statements).isLessThanOrEqualTo(6);
        assertThat(jobs).allSatisfy(job -> assertThat(queue.row(job).state()).isEqualTo("ended"));
    }

    private long statements() {
        return jdbc
                .query(
                        "SHOW SESSION STATUS WHERE Variable_name IN ('Com_select', 'Com_update')",
                        (row, _) -> Long.parseLong(row.getString("Value")))
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void report(DeliveryReported... reports) {
        transactions.executeWithoutResult(_ -> feedback.reported(List.of(reports)));
    }

    private DeliveryReported of(UUID job, int attempt, DeliveryState state, @Nullable FailureClass failure) {
        return new DeliveryReported(
                job,
                Samples.ORGANIZATION,
                Samples.PATIENT,
                Channel.SMS,
                attempt,
                state,
                null,
                failure,
                null,
                null,
                false,
                clock.instant());
    }

    private UUID dispatched() {
        var job = schedule();
        queue.awaitRow(job, "dispatched", 1);
        return job;
    }

    private UUID schedule() {
        return queue.schedule(
                queue.contact(clock.instant(), clock.instant().plus(Duration.ofDays(1)), routine("America/New_York")));
    }
}
