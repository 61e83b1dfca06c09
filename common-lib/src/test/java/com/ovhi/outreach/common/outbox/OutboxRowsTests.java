package com.ovhi.outreach.common.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.observability.TraceContext;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.common.testing.Samples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** When the events of a transaction are written, and how many statements that takes. */
class OutboxRowsTests {

    private final JdbcTemplate jdbc = mock(JdbcTemplate.class);
    private final RelayWakeUp wakeUp = new RelayWakeUp(RelayLane.all());
    private final RelayWakeUp ahead = new RelayWakeUp(RelayLane.ahead());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final JdbcOutbox outbox =
            new JdbcOutbox(jdbc, Clock.systemUTC(), TraceContext.none(), wakeUp, ahead, meters);
    private final Transactions manager = new Transactions();
    private final TransactionTemplate transaction = new TransactionTemplate(manager);

    /** The keys of each statement. */
    private final List<List<Object>> statements = new ArrayList<>();

    private final List<@Nullable Object> causes = new ArrayList<>();

    @BeforeEach
    void noteStatements() {
        manager.setTransactionExecutionListeners(List.of(outbox));
        given(jdbc.batchUpdate(anyString(), anyList())).willAnswer(call -> {
            assertThat(manager.ended).as("the transaction is still open").isFalse();
            List<Object[]> rows = call.getArgument(1);
            statements.add(rows.stream().map(row -> row[3]).toList());
            rows.forEach(row -> causes.add(row[6]));
            return new int[rows.size()];
        });
    }

    @Test
    void writesAllThatATransactionPublishesInOneStatementAndInOrder() throws InterruptedException {
        transaction.executeWithoutResult(_ -> {
            publish("1");
            outbox.publishAll(Topics.SCHEDULE, List.of(new Keyed("2", event()), new Keyed("3", event())));
            outbox.forget(Topics.SCHEDULE, "4");
            outbox.publishAhead(Topics.SCHEDULE, "5", event());
            assertThat(statements).isEmpty();
        });

        assertThat(statements).containsExactly(List.of("1", "2", "3", "4", "5"));
        assertThat(ahead.await(Duration.ofNanos(1))).isEqualTo(RelayLane.ahead());
        assertThat(wakeUp.await(Duration.ofNanos(1))).isEqualTo(lanes("1", "2", "3", "4"));
    }

    @Test
    void writesNothingOfATransactionThatFails() {
        assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> {
                    publish("1");
                    throw new IllegalStateException("the transaction fails");
                }))
                .hasMessage("the transaction fails");
        transaction.executeWithoutResult(_ -> publish("2"));

        assertThat(statements).containsExactly(List.of("2"));
    }

    @Test
    void keepsTransactionsApartThatInterruptEachOther() {
        var own = new TransactionTemplate(manager);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

        transaction.executeWithoutResult(_ -> {
            publish("outer");
            own.executeWithoutResult(_ -> publish("inner"));
            publish("outer too");
        });

        assertThat(statements).containsExactly(List.of("inner"), List.of("outer", "outer too"));
    }

    @Test
    void writesWhatIsPublishedWhileTheTransactionEnds() {
        transaction.executeWithoutResult(_ -> {
            publish("1");
            atTheEnd(() -> publish("2"));
        });
        transaction.executeWithoutResult(_ -> atTheEnd(() -> publish("alone")));

        assertThat(statements).containsExactly(List.of("1", "2"), List.of("alone"));
    }

    @Test
    void aServiceWhoseOutboxWouldNotHearOfCommitsDoesNotStart() {
        OutboxAutoConfiguration.requireHeard(outbox, manager);
        manager.setTransactionExecutionListeners(List.of());

        assertThatThrownBy(() -> OutboxAutoConfiguration.requireHeard(outbox, manager))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesWhatIsPublishedOnceTheRestHasCommitted() {
        assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> {
                    publish("1");
                    afterwards(() -> publish("too late"));
                }))
                .isInstanceOf(IllegalTransactionStateException.class);

        assertThat(statements).containsExactly(List.of("1"));
    }

    @Test
    void countsWhatIsFirstPublishedAfterTheCommit() {
        transaction.executeWithoutResult(_ -> afterwards(() -> publish("too late")));

        assertThat(statements).isEmpty();
        assertThat(meters.get("outreach.outbox.lost").counter().count()).isOne();
        transaction.executeWithoutResult(_ -> publish("2"));
        assertThat(statements).as("nothing is left of it").containsExactly(List.of("2"));
    }

    @Test
    void eachEventThatIsAboutNoJobBelongsToTheTraceOfItsCause() {
        var event = Samples.campaignResumed();
        transaction.executeWithoutResult(_ -> outbox.publishAll(
                Topics.CAMPAIGN, List.of(new Keyed("1", event, "cause of 1"), new Keyed("2", event, "cause of 2"))));

        assertThat(causes).containsExactly("cause of 1", "cause of 2");
    }

    private static void atTheEnd(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                action.run();
            }
        });
    }

    private static void afterwards(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }

    @Test
    void keepsNoMoreThanAThousandInMemory() {
        transaction.executeWithoutResult(_ -> LongStream.range(0, 2_500).forEach(each -> publish("k" + each)));

        assertThat(statements).extracting(List::size).containsExactly(1_000, 1_000, 500);
        assertThat(statements.stream().flatMap(List::stream))
                .containsExactlyElementsOf(IntStream.range(0, 2_500)
                        .mapToObj(each -> (Object) ("k" + each))
                        .toList());
    }

    private void publish(String key) {
        outbox.publish(Topics.SCHEDULE, key, event());
    }

    private static ContactWithdrawn event() {
        return new ContactWithdrawn(Ids.next(), 16, 1, "test");
    }

    private static BitSet lanes(String... keys) {
        var lanes = new BitSet();
        for (var key : keys) {
            lanes.set(RelayLane.of(key));
        }
        return lanes;
    }

    /** Transactions of nothing. */
    private static final class Transactions extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        private transient boolean open;
        private transient boolean ended;

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected boolean isExistingTransaction(Object current) {
            return open;
        }

        @Override
        protected void doBegin(Object current, TransactionDefinition definition) {
            open = true;
            ended = false;
        }

        @Override
        protected Object doSuspend(Object current) {
            open = false;
            return current;
        }

        @Override
        protected void doResume(@Nullable Object current, Object suspended) {
            open = true;
            ended = false;
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            ended = true;
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            ended = true;
        }

        @Override
        protected void doCleanupAfterCompletion(Object current) {
            open = false;
        }
    }
}
