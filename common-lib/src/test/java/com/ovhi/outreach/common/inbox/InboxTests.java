package com.ovhi.outreach.common.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.sample.SampleApplication;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The inbox's table on a real server. */
@ServiceTest(schema = "ovhi_sample")
@ContextConfiguration(classes = SampleApplication.class)
class InboxTests {

    private static final String CONSUMER = "inbox-tests";

    private final Inbox inbox;
    private final TransactionTemplate transactions;
    private final String a = Ids.next().toString();
    private final String b = Ids.next().toString();
    private final String c = Ids.next().toString();

    InboxTests(Inbox inbox, PlatformTransactionManager transactions) {
        this.inbox = inbox;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void takesEachOfManyOnceAndInTheirOrder() {
        assertThat(firstTimes(c, a, c)).containsExactly(c, a);
        assertThat(firstTimes(a, b, c)).containsExactly(b);
        assertThat(firstTimes(a, b, c)).isEmpty();
        assertThat(inbox.handled(CONSUMER, List.of(a, b, c))).containsOnly(a, b, c);
    }

    @Test
    void takesAgainWhatWasRolledBackAlsoBesideWhatWasKnown() {
        firstTimes(a);

        transactions.executeWithoutResult(status -> {
            assertThat(inbox.firstTimes(CONSUMER, List.of(a, b))).containsExactly(b);
            status.setRollbackOnly();
        });

        assertThat(firstTimes(a, b, c)).containsExactly(b, c);
    }

    @Test
    void waitsForWhoeverHandlesOneOfThemAndTakesTheRest() {
        var taken = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        var other = CompletableFuture.runAsync(() -> transactions.executeWithoutResult(_ -> {
            inbox.firstTimes(CONSUMER, List.of(b));
            taken.countDown();
            await(over);
        }));
        await(taken);
        var mine = CompletableFuture.supplyAsync(() -> firstTimes(a, b, c));

        Awaitility.await()
                .during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(mine).isNotDone());
        over.countDown();

        assertThat(other).succeedsWithin(Duration.ofSeconds(5));
        assertThat(mine).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(Set.of(a, c));
    }

    private Set<String> firstTimes(String... ids) {
        return Objects.requireNonNull(transactions.execute(_ -> inbox.firstTimes(CONSUMER, List.of(ids))));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
