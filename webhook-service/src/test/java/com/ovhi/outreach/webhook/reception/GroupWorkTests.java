package com.ovhi.outreach.webhook.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.webhook.reception.GroupWork.Limits;
import com.ovhi.outreach.webhook.reception.GroupWork.Overdue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Requests that share a commit. */
@Timeout(30)
class GroupWorkTests {

    private static final int CALLERS = 8;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final List<List<Integer>> done = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    @AfterEach
    void stop() {
        goOn.countDown();
        callers.close();
        threads.close();
    }

    /** What comes while the service ends is kept on disk like all that the database does not take in time. */
    @Test
    void nothingIsBegunAfterTheEnd() {
        var work = group(100, done::add);
        threads.shutdown();

        assertThatThrownBy(() -> work.perform(List.of(1))).isInstanceOf(Overdue.class);
        assertThatThrownBy(() -> work.perform(List.of(2))).isInstanceOf(Overdue.class);
        assertThat(done).isEmpty();
        assertThat(work.waiting()).isZero();
    }

    @Test
    void nobodyWaitsForCompany() {
        var work = group(100, done::add);

        work.perform(List.of(1));
        work.perform(List.of(2, 3));

        assertThat(done).containsExactly(List.of(1), List.of(2, 3));
    }

    @Test
    void whoComesMeanwhileIsDoneTogetherAndInItsOrder() throws Exception {
        var outcomes = together(group(100, this::hold));

        for (var outcome : outcomes) {
            outcome.get();
        }
        assertThat(done).containsExactly(List.of(0), List.of(1, 2, 3, 4, 5, 6, 7));
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
        var outcomes = together(weighed(7));

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
        var outcomes = together(weighed(3));

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
    void anErrorOfWhoeverWorksLeavesNobodyWaitingAndOthersAreDoneAfterwards() throws Exception {
        var work = group(100, items -> {
            hold(items);
            if (!items.contains(100)) {
                throw new AssertionError("broken");
            }
        });
        var outcomes = together(work);

        for (var outcome : outcomes) {
            assertThatThrownBy(outcome::get).isInstanceOf(ExecutionException.class);
        }
        work.perform(List.of(100));
        assertThat(done).endsWith(List.of(100));
    }

    @Test
    void whoIsNotServedInTimeLeavesAndIsNotWorkedFor() throws Exception {
        var work = lanes(new Limits(1, 100, Long.MAX_VALUE, 100, SHORT, Duration.ZERO, 100));
        var first = callers.submit(() -> work.perform(List.of(0)));
        begun.await();

        assertThatThrownBy(() -> work.perform(List.of(1))).isInstanceOf(Overdue.class);
        assertThatThrownBy(first::get).as("though it is being worked for").hasCauseInstanceOf(Overdue.class);
        goOn.countDown();
        work.perform(List.of(2));

        assertThat(done).containsExactly(List.of(0), List.of(2));
    }

    @Test
    void whoFindsTooManyWaitingLeavesAtOnce() throws Exception {
        var work = lanes(new Limits(1, 100, Long.MAX_VALUE, 2, LONG, Duration.ZERO, 100));
        callers.execute(() -> work.perform(List.of(0)));
        begun.await();
        var waiting = IntStream.of(1, 2)
                .mapToObj(i -> callers.submit(() -> work.perform(List.of(i))))
                .toList();
        Awaitility.await().until(() -> work.waiting() == 2);

        assertThatThrownBy(() -> work.perform(List.of(3))).isInstanceOf(Overdue.class);

        goOn.countDown();
        for (var each : waiting) {
            each.get();
        }
        assertThat(done).flatExtracting(each -> each).containsExactlyInAnyOrder(0, 1, 2);
    }

    /** Even and odd numbers have lanes of their own here. */
    @Test
    void whatHasAnotherOrderGoesOnBesideWhatIsHeldUp() throws Exception {
        var work = lanes(new Limits(2, 100, Long.MAX_VALUE, 100, LONG, Duration.ZERO, 100));
        var held = callers.submit(() -> work.perform(List.of(0)));
        begun.await();
        var behind = callers.submit(() -> work.perform(List.of(2)));

        work.perform(List.of(1));

        assertThat(behind.isDone()).isFalse();
        goOn.countDown();
        held.get();
        behind.get();
        assertThat(done).containsExactly(List.of(0), List.of(1), List.of(2));
    }

    @Test
    void aCallerWhoseItemsHaveSeveralOrdersWaitsForAllOfThem() {
        var work = lanes(new Limits(2, 100, Long.MAX_VALUE, 100, LONG, Duration.ZERO, 100));
        goOn.countDown();

        work.perform(List.of(0, 1, 2, 3));

        assertThat(done).containsExactlyInAnyOrder(List.of(0, 2), List.of(1, 3));
    }

    private GroupWork<Integer> group(int most, Consumer<List<Integer>> work) {
        return new GroupWork<>(
                new Limits(1, most, Long.MAX_VALUE, 100, LONG, Duration.ZERO, 100),
                _ -> 1,
                each -> "" + each,
                work,
                threads);
    }

    private GroupWork<Integer> weighed(long heaviest) {
        return new GroupWork<>(
                new Limits(1, 100, heaviest, 100, LONG, Duration.ZERO, 100),
                Integer::longValue,
                each -> "" + each,
                this::hold,
                threads);
    }

    /** Holds up what begins with 0 only. */
    private GroupWork<Integer> lanes(Limits limits) {
        return new GroupWork<>(
                limits,
                _ -> 1,
                each -> "" + each,
                items -> {
                    if (items.getFirst() == 0) {
                        hold(items);
                    } else {
                        done.add(List.copyOf(items));
                    }
                },
                threads);
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

    /** The first caller holds the work until all others wait behind it, one after the other. */
    private List<Future<?>> together(GroupWork<Integer> work) throws InterruptedException {
        var outcomes = new ArrayList<Future<?>>();
        outcomes.add(callers.submit(() -> work.perform(List.of(0))));
        begun.await();
        for (var i = 1; i < CALLERS; i++) {
            var own = i;
            outcomes.add(callers.submit(() -> work.perform(List.of(own))));
            Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> work.waiting() == own);
        }
        goOn.countDown();
        return outcomes;
    }
}
