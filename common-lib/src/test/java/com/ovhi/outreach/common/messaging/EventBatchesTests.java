package com.ovhi.outreach.common.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import com.ovhi.outreach.common.messaging.EventConsumers.Once;
import com.ovhi.outreach.common.observability.TraceContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.KafkaNull;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;

/** Which events share a transaction, and what becomes of their neighbours when one fails. */
class EventBatchesTests {

    private final Ledger ledger = new Ledger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Consumer<Message<List<byte[]>>> batches = new EventConsumers(
                    ledger, ledger, TraceContext.none(), meters)
            .named("batches")
            .on(Said.class, said -> !said.word().equals("dull"), (said, _) -> ledger.write(said.word()))
            .onEvery(Alone.class, (alone, _) -> ledger.execute(status -> ledger.write(alone.word())))
            .onTogether(
                    Whole.class,
                    all -> ledger.write(String.join(
                            "+", all.stream().map(each -> each.content().word()).toList())))
            .onTogether(
                    Part.class,
                    part -> !part.word().equals("dull"),
                    all -> ledger.write(String.join(
                            "+", all.stream().map(each -> each.content().word()).toList())))
            .onBatch(Load.class, this::unload)
            .onPreparedTogether(Plan.class, this::plan)
            .onceTogether(Draft.class, draft -> !draft.word().equals("dull"), all -> ledger.write(draft(all)))
            .build();
    private final List<String> loads = new ArrayList<>();
    private final List<String> plans = new ArrayList<>();

    @Test
    void neighboursShareATransaction() {
        accept(said("1", "a"), said("2", "b"), said("3", "c"));

        assertThat(ledger.committed).containsExactly(List.of("a", "b", "c"));
    }

    @Test
    void anEventThatNeedsItsOwnTransactionPartsItsNeighbours() {
        accept(said("1", "a"), said("2", "b"), event("3", "alone", "x"), said("4", "c"), said("5", "d"));

        assertThat(ledger.committed).containsExactly(List.of("a", "b"), List.of("x"), List.of("c", "d"));
    }

    @Test
    void handsOverTogetherWhatArrivedTogether() {
        accept(event("1", "whole", "a"), event("2", "whole", "b"), said("3", "c"), event("4", "whole", "d"));

        assertThat(ledger.committed).containsExactly(List.of("a+b"), List.of("c"), List.of("d"));
    }

    @Test
    void handsOverOnlyWhatMattersAndBeginsNoTransactionForNothing() {
        accept(event("1", "part", "a"), event("2", "part", "dull"), event("3", "part", "b"));
        accept(event("4", "part", "dull"), event("5", "part", "dull"));
        accept(event("6", "part", "dull"));

        assertThat(ledger.committed).containsExactly(List.of("a+b"));
    }

    @Test
    void handsOverABatchOutsideAnyTransaction() {
        accept(event("1", "load", "a"), event("2", "load", "b"), said("3", "c"), event("4", "load", "d"));

        assertThat(loads).containsExactly("a+b", "d");
        assertThat(ledger.committed).containsExactly(List.of("c"));
    }

    @Test
    void handsOverTheOthersOfABatchThatFailedOneByOne() {
        var failure = catchThrowableOfType(
                BatchListenerFailedException.class,
                () -> accept(event("1", "load", "a"), event("2", "load", "fail"), event("3", "load", "b")));

        assertThat(failure.getIndex()).isEqualTo(1);
        assertThat(loads).containsExactly("a");
    }

    private void unload(List<Load> batch) {
        var words = String.join("+", batch.stream().map(Load::word).toList());
        if (words.contains("fail")) {
            throw new IllegalStateException();
        }
        loads.add(words);
    }

    @Test
    void preparesTogetherWhatArrivedTogetherAndLetsEachTakeEffectOnce() {
        accept(event("1", "plan", "a"), event("2", "plan", "b"));
        accept(event("2", "plan", "b"), event("3", "plan", "c"), event("3", "plan", "c"), event("4", "plan", "d"));

        assertThat(plans).containsExactly("a+b", "c+d");
        assertThat(ledger.committed).containsExactly(List.of("a+b"), List.of("c+d"));
        assertThat(ledger.seen).containsExactly("1", "2", "3", "4");
    }

    @Test
    void preparesEachAloneWhenTogetherTheyFailed() {
        var failure = catchThrowableOfType(
                BatchListenerFailedException.class,
                () -> accept(event("1", "plan", "a"), event("2", "plan", "fail"), event("3", "plan", "b")));

        assertThat(failure.getIndex()).isEqualTo(1);
        assertThat(ledger.committed).containsExactly(List.of("a"));
        assertThat(ledger.seen).containsExactly("1");
    }

    @Test
    void nothingOfSeveralHappensWhenAnotherInstanceHasHandledOneMeanwhile() {
        ledger.elsewhere.add("2");

        accept(event("1", "plan", "a"), event("2", "plan", "b"), event("3", "plan", "c"));

        assertThat(plans).containsExactly("a+b+c", "a", "b", "c");
        assertThat(ledger.committed.stream().flatMap(List::stream)).containsExactly("a", "c");
    }

    private void plan(List<Event<Plan>> events, Once once) {
        var words = String.join(
                "+", events.stream().map(each -> each.content().word()).toList());
        plans.add(words);
        once.run(events, () -> ledger.write(words.contains("fail") ? "fail" : words));
    }

    private static String draft(List<Event<Draft>> events) {
        var words = String.join(
                "+", events.stream().map(each -> each.content().word()).toList());
        return words.contains("fail") ? "fail" : words;
    }

    @Test
    void handsOverOnceWhatMattersOfWhatArrivedTogether() {
        accept(event("1", "draft", "a"), event("2", "draft", "dull"), event("3", "draft", "b"));
        accept(event("4", "draft", "dull"), event("5", "draft", "dull"));
        accept(event("6", "draft", "dull"));
        accept(
                event("2", "draft", "dull"),
                event("3", "draft", "b"),
                event("7", "draft", "c"),
                event("7", "draft", "c"));
        accept(event("7", "draft", "c"));

        assertThat(ledger.committed).containsExactly(List.of("a+b"), List.of("c"), List.of());
        assertThat(ledger.looks).as("before the transaction").isEmpty();
        assertThat(ledger.seen).containsExactly("1", "3", "7");
    }

    @Test
    void handsOverEachAloneOnceWhenTogetherTheyFailed() {
        var failure = catchThrowableOfType(
                BatchListenerFailedException.class,
                () -> accept(event("1", "draft", "a"), event("2", "draft", "fail"), event("3", "draft", "b")));

        assertThat(failure.getIndex()).isEqualTo(1);
        assertThat(ledger.committed).containsExactly(List.of("a"));
        assertThat(ledger.seen).containsExactly("1");
    }

    @Test
    void whatMattersBeforeOneThatCannotBeReadTakesEffect() {
        var failure = catchThrowableOfType(
                BatchListenerFailedException.class,
                () -> accept(
                        event("1", "draft", "a"),
                        event("2", "draft", "dull"),
                        record("3", "draft", "{\"word\":"),
                        event("4", "draft", "b")));

        assertThat(failure.getIndex()).isEqualTo(2);
        assertThat(failure).hasCauseInstanceOf(PoisonRecord.class);
        assertThat(ledger.committed).containsExactly(List.of("a"));
    }

    @Test
    void passesOverWhatWasHandledBeforeOrDoesNotMatter() {
        accept(said("1", "a"));
        accept(said("1", "a"), said("2", "dull"), said("3", "b"), said("3", "b"), said("4", "c"));

        assertThat(ledger.committed).containsExactly(List.of("a"), List.of("b", "c"));
        assertThat(ledger.seen).doesNotContain("2");
    }

    @Test
    void passesOverTombstonesAndOtherTypes() {
        accept(tombstone(), said("1", "a"), event("2", "strange", "x"), said("3", "b"));

        assertThat(ledger.committed).containsExactly(List.of("a", "b"));
    }

    @Test
    void tellsWhichEventFailedAndKeepsThoseBeforeIt() {
        var failure = catchThrowableOfType(
                BatchListenerFailedException.class,
                () -> accept(said("1", "a"), said("2", "b"), said("3", "fail"), said("4", "c")));

        assertThat(failure.getIndex()).isEqualTo(2);
        assertThat(ledger.committed).containsExactly(List.of("a", "b"));
        assertThat(ledger.seen).containsExactly("1", "2");
    }

    @Test
    void oneOfManyThatFailsPartsOnlyItsNearestNeighbours() {
        var items = IntStream.range(0, 100)
                .mapToObj(i -> said(Integer.toString(i), i == 42 ? "fail" : "w" + i))
                .toArray(Item[]::new);

        var failure = catchThrowableOfType(BatchListenerFailedException.class, () -> accept(items));

        assertThat(failure.getIndex()).isEqualTo(42);
        assertThat(ledger.committed)
                .extracting(List::size)
                .as("four parts of ten, and two that came before it")
                .containsExactly(10, 10, 10, 10, 1, 1);
        assertThat(ledger.seen).hasSize(42);
    }

    @Test
    void countsEachEventByWhatBecameOfItAndNotByWhatBecameOfItsNeighbours() {
        assertThatExceptionOfType(BatchListenerFailedException.class)
                .isThrownBy(() -> accept(said("1", "a"), said("2", "b"), said("3", "fail"), said("4", "c")));

        assertThat(counted("handled")).isEqualTo(2);
        assertThat(counted("failed")).isEqualTo(1);
    }

    private long counted(String outcome) {
        return meters.get("outreach.event.handled")
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    /** The listener's container ends for good when an Error reaches it. */
    @Test
    void tellsWhichEventFailedWithAnErrorToo() {
        var failure = catchThrowableOfType(
                BatchListenerFailedException.class,
                () -> accept(said("1", "a"), said("2", "overflow"), said("3", "c")));

        assertThat(failure.getIndex()).isEqualTo(1);
        assertThat(failure).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(ledger.committed).containsExactly(List.of("a"));
    }

    @Test
    void tellsTheFirstEventThatCannotBeRead() {
        var failure = catchThrowableOfType(
                BatchListenerFailedException.class,
                () -> accept(said("1", "a"), said("2", "b"), record("3", "said", "{\"word\":"), said("4", "c")));

        assertThat(failure.getIndex()).isEqualTo(2);
        assertThat(failure).hasCauseInstanceOf(PoisonRecord.class);
        assertThat(ledger.committed).containsExactly(List.of("a", "b"));
    }

    @Test
    void tellsTheEventWithoutHeaders() {
        var failure = catchThrowableOfType(
                BatchListenerFailedException.class,
                () -> accept(said("1", "a"), said("2", "b"), new Item("x".getBytes(StandardCharsets.UTF_8), Map.of())));

        assertThat(failure.getIndex()).isEqualTo(2);
        assertThat(ledger.committed).containsExactly(List.of("a", "b"));
    }

    private void accept(Item... items) {
        batches.accept(MessageBuilder.createMessage(
                payloads(items),
                new MessageHeaders(Map.of(
                        KafkaHeaders.BATCH_CONVERTED_HEADERS,
                        Stream.of(items).map(Item::headers).toList()))));
    }

    @SuppressWarnings("unchecked") // a tombstone is no byte array, whatever the signature says
    private static List<byte[]> payloads(Item... items) {
        return (List<byte[]>) (List<?>) Stream.of(items).map(Item::payload).toList();
    }

    private static Item said(String id, String word) {
        return event(id, "said", word);
    }

    private static Item event(String id, String type, String word) {
        return record(id, type, "{\"word\":\"" + word + "\"}");
    }

    private static Item record(String id, String type, String json) {
        return new Item(
                json.getBytes(StandardCharsets.UTF_8),
                Map.of("ce_id", id, "ce_type", type, "ce_source", "test", "ce_time", "2026-03-02T17:00:00Z"));
    }

    private static Item tombstone() {
        return new Item(KafkaNull.INSTANCE, Map.of());
    }

    private record Item(Object payload, Map<String, Object> headers) {}

    record Said(String word) {}

    record Alone(String word) {}

    record Whole(String word) {}

    record Part(String word) {}

    record Load(String word) {}

    record Plan(String word) {}

    record Draft(String word) {}
}
