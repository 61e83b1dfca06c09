package com.ovhi.outreach.webhook.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Requests that share a commit. */
@Timeout(30)
class GroupWorkTests {

    private static final int CALLERS = 8;

    private final List<List<Integer>> done = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void nobodyWaitsForCompany() {
        var work = group(100, done::add);

        work.perform(List.of(1));
        work.perform(List.of(2, 3));

        assertThat(done).containsExactly(List.of(1), List.of(2, 3));
    }

    @Test
    void whoComesMeanwhileIsDoneTogether() throws Exception {
        var outcomes = together(group(100, this::hold));

        for (var outcome : outcomes) {
            outcome.get();
        }
        assertThat(done).hasSize(2);
        assertThat(done.getFirst()).containsExactly(0);
        assertThat(done.getLast())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(1, CALLERS).boxed().toList());
    }

    @Test
    void noGroupIsLargerThanItMayBe() throws Exception {
        var outcomes = together(group(3, this::hold));

        for (var outcome : outcomes) {
            outcome.get();
        }
        assertThat(done).allSatisfy(group -> assertThat(group).hasSizeLessThanOrEqualTo(3));
        assertThat(done.stream().flatMap(List::stream)).hasSize(CALLERS).doesNotHaveDuplicates();
    }

    /** Together they would be too much for one statement, and for the memory. */
    @Test
    void noGroupWeighsMoreThanItMay() throws Exception {
        var outcomes = together(new GroupWork<>(100, 7, Integer::longValue, this::hold));

        for (var outcome : outcomes) {
            outcome.get();
        }
        assertThat(done)
                .allSatisfy(group -> assertThat(
                                group.stream().mapToInt(Integer::intValue).sum())
                        .isLessThanOrEqualTo(7));
        assertThat(done.stream().flatMap(List::stream)).hasSize(CALLERS).doesNotHaveDuplicates();
    }

    @Test
    void whatIsTooHeavyForAnyGroupIsDoneAlone() throws Exception {
        var outcomes = together(new GroupWork<>(100, 3, Integer::longValue, this::hold));

        for (var outcome : outcomes) {
            outcome.get();
        }
        assertThat(done).contains(List.of(4), List.of(5), List.of(6), List.of(7));
    }

    /** What the database will never take must not be the fate of others' events. */
    @Test
    void oneThatCannotBeDoneFailsAlone() throws Exception {
        var outcomes = together(group(100, items -> {
            hold(items);
            if (items.contains(5)) {
                throw new DataIntegrityViolationException("never");
            }
        }));

        for (var i = 0; i < CALLERS; i++) {
            var outcome = outcomes.get(i);
            if (i == 5) {
                assertThatThrownBy(outcome::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(DataIntegrityViolationException.class);
            } else {
                outcome.get();
            }
        }
    }

    /** Nobody asks again, one by one, a database that is away. */
    @Test
    void anOutageIsEverybodysAtOnce() throws Exception {
        var outcomes = together(group(100, items -> {
            hold(items);
            throw new CannotCreateTransactionException("away");
        }));

        for (var outcome : outcomes) {
            assertThatThrownBy(outcome::get).hasCauseInstanceOf(CannotCreateTransactionException.class);
        }
        assertThat(done).hasSize(2);
    }

    @Test
    void anErrorOfWhoeverWorksLeavesNobodyWaiting() throws Exception {
        var outcomes = together(group(100, items -> {
            hold(items);
            throw new AssertionError("broken");
        }));

        for (var outcome : outcomes) {
            assertThatThrownBy(outcome::get).isInstanceOf(ExecutionException.class);
        }
    }

    private static GroupWork<Integer> group(int most, Consumer<List<Integer>> work) {
        return new GroupWork<>(most, Long.MAX_VALUE, _ -> 1, work);
    }

    private void hold(List<Integer> items) {
        done.add(List.copyOf(items));
        begun.countDown();
        try {
            assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first caller holds the work until all others wait behind it. */
    private List<Future<?>> together(GroupWork<Integer> work) throws InterruptedException {
        var outcomes = new ArrayList<Future<?>>();
        try (var callers = Executors.newFixedThreadPool(CALLERS)) {
            outcomes.add(callers.submit(() -> work.perform(List.of(0))));
            begun.await();
            IntStream.range(1, CALLERS).forEach(i -> outcomes.add(callers.submit(() -> work.perform(List.of(i)))));
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> work.waiting() == CALLERS - 1);
            goOn.countDown();
        }
        return outcomes;
    }
}
