package com.ovhi.outreach.scheduler.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How long the oldest message has been due. */
@ServiceTest(schema = "ovhi_scheduler")
class QueueGaugesTests {

    private final QueueGauges gauges;
    private final MeterRegistry meters;
    private final SettableClock clock;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    QueueGaugesTests(
            QueueGauges gauges,
            MeterRegistry meters,
            SettableClock clock,
            JdbcClient jdbc,
            PlatformTransactionManager transactions) {
        this.gauges = gauges;
        this.meters = meters;
        this.clock = clock;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        clock.set(SettableClock.START);
    }

    @AfterEach
    void itIsMondayAgain() {
        clock.set(SettableClock.START);
    }

    /** In a transaction that nobody else sees: the dispatcher would take what is due. */
    @Test
    void growsFromTheMomentTheOldestWasDue() {
        transactions.executeWithoutResult(status -> {
            waiting(Duration.ofMinutes(-10));
            waiting(Duration.ofDays(40));
            gauges.count();
            status.setRollbackOnly();
        });
        assertThat(oldest()).isEqualTo(600);

        transactions.executeWithoutResult(status -> {
            jdbc.sql("DELETE FROM due_queue WHERE lane = 'bulk' AND state = 'waiting'")
                    .update();
            waiting(Duration.ofDays(40));
            gauges.count();
            status.setRollbackOnly();
        });
        assertThat(oldest()).as("nothing is due").isZero();
    }

    private void waiting(Duration due) {
        jdbc.sql("""
                        INSERT INTO due_queue (job_id, slot_id, organization_id, patient_id, purpose, channel, lane, due_at,
                            expires_at, send_window, state) VALUES (?, ?, 998, 1, 'lab_ready', 'sms', 'bulk', ?, ?, '{}', 'waiting')""")
                .params(
                        Ids.next().toString(),
                        Ids.next().toString(),
                        Timestamp.from(SettableClock.START.plus(due)),
                        Timestamp.from(SettableClock.START.plus(Duration.ofDays(50))))
                .update();
    }

    private double oldest() {
        return meters.get("outreach.scheduler.queue.oldest")
                .tag("lane", "bulk")
                .gauge()
                .value();
    }
}
