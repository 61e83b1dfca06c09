package com.ovhi.outreach.common.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.transaction.support.TransactionOperations;

class OutboxRelayTests {

    private static final int BATCH = 3;

    private final OutboxStore store = mock();
    private final KafkaOperations<String, byte[]> kafka = mock();
    private final RelayWakeUp wakeUp = new RelayWakeUp(RelayLane.all());
    private final OutboxRelay relay = relay(Duration.ZERO);

    private OutboxRelay relay(Duration gather) {
        return new OutboxRelay(
                store,
                TransactionOperations.withoutTransaction(),
                kafka,
                wakeUp,
                new OutboxProperties(
                        true, Duration.ofMinutes(1), gather, BATCH, Duration.ofMillis(200), Duration.ofDays(7)),
                "test",
                "relay");
    }

    @BeforeEach
    void allLanesAreFree() {
        given(store.lock(any()))
                .willReturn(IntStream.range(0, RelayLane.COUNT).boxed().toList());
        given(kafka.send(org.mockito.ArgumentMatchers.<ProducerRecord<String, byte[]>>any()))
                .willReturn(CompletableFuture.completedFuture(null));
    }

    @Test
    void marksNothingBehindAnEventThatKafkaDidNotAcknowledgeButOtherLanesGoOn() {
        var records = List.of(event(1, 0), event(2, 0), event(3, 1));
        given(store.unsent(any(), anyInt())).willReturn(records);
        given(kafka.send(toTopic("1"))).willReturn(CompletableFuture.failedFuture(new KafkaException("away")));

        var batch = relay.drain(RelayLane.all());

        then(store).should().markSent(List.of(records.get(2)));
        assertThat(batch.stopped()).isEqualTo(lanes(0));
    }

    @Test
    void takesAnEventThatKafkaRefusesAtOnceForThatEventAlone() {
        var records = List.of(event(1, 0), event(2, 1));
        given(store.unsent(any(), anyInt())).willReturn(records);
        given(kafka.send(toTopic("2"))).willThrow(new KafkaException("too large"));

        var batch = relay.drain(RelayLane.all());

        then(store).should().markSent(List.of(records.getFirst()));
        assertThat(batch.stopped()).isEqualTo(lanes(1));
    }

    @Test
    void marksNothingThatKafkaIsSilentAbout() {
        given(store.unsent(any(), anyInt())).willReturn(List.of(event(1, 0)));
        given(kafka.send(toTopic("1"))).willReturn(new CompletableFuture<>());

        assertThat(relay.drain(RelayLane.all()).stopped()).isEqualTo(lanes(0));
        then(store).should(never()).markSent(any());
    }

    @Test
    void goesOnUntilABatchIsNotFull() {
        var full = List.of(event(1, 0), event(2, 0), event(3, 0));
        var rest = List.of(event(4, 0));
        given(store.unsent(any(), anyInt())).willReturn(full).willReturn(rest);

        relay.drain(RelayLane.all());

        then(store).should().markSent(full);
        then(store).should().markSent(rest);
    }

    @Test
    void sendsAtOnceWhatComesAfterASilenceAndTogetherWhatComesClosely() throws InterruptedException {
        given(store.unsent(any(), anyInt())).willReturn(List.of());
        var gathering = relay(Duration.ofSeconds(2));
        gathering.start();
        try {
            wakeUp.signal(0);
            then(store).should(timeout(1_000)).lock(lanes(0));

            wakeUp.signal(1);
            Thread.sleep(20);
            wakeUp.signal(2);

            then(store).should(timeout(10_000)).lock(lanes(1, 2));
        } finally {
            gathering.stop();
        }
    }

    @Test
    void namesTheLanesThatAnotherRelayHolds() {
        given(store.lock(any())).willReturn(List.of(2));

        var batch = relay.drain(lanes(2, 5));

        assertThat(batch.held()).isEqualTo(lanes(5));
        then(store).should().unsent(List.of(2), BATCH);
    }

    private static ProducerRecord<String, byte[]> toTopic(String topic) {
        return org.mockito.ArgumentMatchers.argThat(record -> record != null && topic.equals(record.topic()));
    }

    /** Its topic is its number, to be told apart by. */
    private static OutboxRecord event(long seq, int lane) {
        return new OutboxRecord(
                seq, lane, "event-" + seq, Long.toString(seq), "key", "type", new byte[0], null, Instant.EPOCH);
    }

    private static BitSet lanes(Integer... lanes) {
        var set = new BitSet(RelayLane.COUNT);
        Set.of(lanes).forEach(set::set);
        return set;
    }
}
