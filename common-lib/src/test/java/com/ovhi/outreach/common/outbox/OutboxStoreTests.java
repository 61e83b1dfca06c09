package com.ovhi.outreach.common.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.sample.Handled;
import com.ovhi.outreach.common.sample.SampleApplication;
import com.ovhi.outreach.common.testing.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The outbox's tables on a real server. */
@ServiceTest(schema = "ovhi_sample")
@ContextConfiguration(classes = SampleApplication.class)
class OutboxStoreTests {

    private final OutboxStore store;
    private final Handled handled;
    private final Clock clock;
    private final MeterRegistry meters;
    private final TransactionTemplate transactions;

    OutboxStoreTests(
            OutboxStore store,
            Handled handled,
            Clock clock,
            MeterRegistry meters,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.handled = handled;
        this.clock = clock;
        this.meters = meters;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** Another instance may hold it as long as Kafka is away. */
    @Test
    void makesSureOfALaneThatAnotherRelayHoldsWithoutWaitingForIt() {
        handled.holdLanes(() -> {
            var ensured = CompletableFuture.runAsync(
                    () -> transactions.executeWithoutResult(_ -> store.ensure(RelayLane.AHEAD)));
            assertThat(ensured).succeedsWithin(Duration.ofSeconds(5));
        });
    }

    /** While another instance holds the lanes nothing is sent, and the gauge shows for how long already. */
    @Test
    void showsHowOldTheOldestUnsentEventIs() {
        var event = Ids.next();
        handled.holdLanes(() -> {
            other(() ->
                    handled.execute("INSERT INTO outbox (event_id, lane, topic, event_key, type, payload, occurred_at)"
                            + " VALUES ('" + event + "', 0, 'sample', 'k', 'sample', '{}', '"
                            + Timestamp.from(clock.instant().minusSeconds(90)) + "')"));

            assertThat(meters.get("outreach.outbox.age").gauge().value()).isBetween(90d, 120d);
        });
        handled.execute("DELETE FROM outbox WHERE event_id = '" + event + "'");
    }

    private static void other(Runnable work) {
        assertThat(CompletableFuture.runAsync(work)).succeedsWithin(Duration.ofSeconds(5));
    }
}
