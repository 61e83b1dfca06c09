package com.ovhi.outreach.common.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

import com.ovhi.outreach.common.outbox.OutboxStore.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** A replay of any length is made of short transactions. */
class OutboxReplayTests {

    private static final Instant FROM = Instant.parse("2026-03-02T15:00:00Z");
    private static final Instant TO = FROM.plusSeconds(3_600);
    private static final int CHUNK = 1_000;

    private final OutboxStore store = mock();
    private final AtomicInteger transactions = new AtomicInteger();
    private final OutboxOperations operations = new OutboxOperations(
            store,
            new Counting(transactions),
            new OutboxProperties(
                    true, Duration.ofSeconds(1), Duration.ZERO, 200, Duration.ofSeconds(1), Duration.ofDays(7)),
            Clock.systemUTC());

    @Test
    void everyChunkFollowsTheOneBeforeInATransactionOfItsOwn() {
        var first = places(1, CHUNK);
        var second = places(CHUNK + 1, CHUNK);
        var rest = places(2 * CHUNK + 1, 7);
        given(store.sentAfter(new Place(FROM, 0), TO, CHUNK)).willReturn(first);
        given(store.sentAfter(first.getLast(), TO, CHUNK)).willReturn(second);
        given(store.sentAfter(second.getLast(), TO, CHUNK)).willReturn(rest);

        assertThat(operations.replay(FROM, TO)).isEqualTo(2 * CHUNK + 7);

        assertThat(transactions).hasValue(3);
        then(store).should().markUnsent(first);
        then(store).should().markUnsent(second);
        then(store).should().markUnsent(rest);
    }

    @Test
    void aSpanWithoutEventsIsNoTrouble() {
        given(store.sentAfter(new Place(FROM, 0), TO, CHUNK)).willReturn(List.of());

        assertThat(operations.replay(FROM, TO)).isZero();
    }

    /** Many events of the same instant: only their numbers tell them apart. */
    private static List<Place> places(long from, int count) {
        return LongStream.range(from, from + count)
                .mapToObj(seq -> new Place(FROM.plusSeconds(5), seq))
                .toList();
    }

    private record Counting(AtomicInteger count) implements TransactionOperations {
        @Override
        public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
            count.incrementAndGet();
            return action.doInTransaction(mock(TransactionStatus.class));
        }
    }
}
