package com.ovhi.outreach.common.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.sample.Handled;
import com.ovhi.outreach.common.sample.SampleApplication;
import com.ovhi.outreach.common.testing.ServiceTest;
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
    private final TransactionTemplate transactions;

    OutboxStoreTests(OutboxStore store, Handled handled, PlatformTransactionManager transactions) {
        this.store = store;
        this.handled = handled;
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
}
