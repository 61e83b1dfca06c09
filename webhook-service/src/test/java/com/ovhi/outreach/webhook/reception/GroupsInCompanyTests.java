package com.ovhi.outreach.webhook.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.webhook.reception.GroupWork.Limits;
import com.ovhi.outreach.webhook.reception.GroupWork.Overdue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One lane lets callers gather while there are others: mostly for an hour, which no test waits for. */
@Timeout(30)
class GroupsInCompanyTests {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final int MANY = 1_000;

    private final List<List<Integer>> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private @Nullable GroupWork<Integer> work;

    @AfterEach
    void stop() {
        goOn.countDown();
        if (work != null) {
            work.endGathering();
        }
        callers.close();
        threads.close();
    }

    @Test
    void whoComesAloneIsServedAtOnce() {
        var alone = work(HOUR, MANY, MANY, MANY);

        for (var i = 1; i <= 5; i++) {
            alone.perform(List.of(i));
        }

        assertThat(done).containsExactly(List.of(1), List.of(2), List.of(3), List.of(4), List.of(5));
    }

    @Test
    void whoComesWhileOthersAreServedGathersWithThoseWhoComeAfterwards() throws Exception {
        var busy = work(HOUR, MANY, MANY, 6);
        var first = hold(busy);
        var early = come(busy, 1, 2, 3);
        goOn.countDown();
        first.get();

        var late = come(busy, 4, 5);
        assertThat(early).noneMatch(Future::isDone);
        late.addAll(come(busy, 6));

        served(early);
        served(late);
        assertThat(done).containsExactly(List.of(0), List.of(1, 2, 3, 4, 5, 6));
    }

    @Test
    void aGroupOfSeveralIsFollowedByOneThatGathers() throws Exception {
        var busy = work(HOUR, MANY, MANY, 2);
        var first = hold(busy);
        var second = come(busy, 1, 2);
        goOn.countDown();
        first.get();
        served(second);

        var third = come(busy, 3);
        assertThat(third).noneMatch(Future::isDone);
        third.addAll(come(busy, 4));

        served(third);
        assertThat(done).containsExactly(List.of(0), List.of(1, 2), List.of(3, 4));
    }

    @Test
    void whatIsAsMuchAsAGroupMayBeDoesNotWait() throws Exception {
        var busy = work(HOUR, 3, MANY, MANY);
        var first = hold(busy);
        var others = come(busy, 1, 2, 3);

        goOn.countDown();

        first.get();
        served(others);
        assertThat(done).containsExactly(List.of(0), List.of(1, 2, 3));
    }

    /** Each weighs what it says. */
    @Test
    void whatIsAsHeavyAsAGroupMayBeDoesNotWait() throws Exception {
        var busy = work(HOUR, MANY, 9, MANY);
        var first = hold(busy);
        var others = come(busy, 1, 3);
        goOn.countDown();
        first.get();

        others.addAll(come(busy, 5));

        served(others);
        assertThat(done).containsExactly(List.of(0), List.of(1, 3, 5));
    }

    /** What is left of it is not as much any more. */
    @Test
    void whatWasServedCountsNoMore() throws Exception {
        var busy = work(HOUR, 3, MANY, MANY);
        var first = hold(busy);
        var others = come(busy, 1, 2, 3, 4);
        goOn.countDown();
        first.get();
        served(others.subList(0, 3));

        others.addAll(come(busy, 5));
        assertThat(others.subList(3, 5)).noneMatch(Future::isDone);
        others.addAll(come(busy, 6));

        served(others);
        assertThat(done).containsExactly(List.of(0), List.of(1, 2, 3), List.of(4, 5, 6));
    }

    @Test
    void nobodyIsBegunSoonerThanAMomentAfterTheLastNorWaitsForEver() throws Exception {
        var busy = work(MOMENT, MANY, MANY, MANY);
        var begin = System.nanoTime();
        var first = hold(busy);
        var second = come(busy, 1);
        goOn.countDown();

        first.get();
        served(second);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(MOMENT, Duration.ofSeconds(20));
        assertThat(done).containsExactly(List.of(0), List.of(1));
    }

    @Test
    void whoGathersWhenTheServiceEndsIsServedBeforeItDoes() throws Exception {
        var busy = work(HOUR, MANY, MANY, MANY);
        var first = hold(busy);
        var others = come(busy, 1, 2);
        goOn.countDown();
        first.get();

        busy.endGathering();
        threads.close();

        served(others);
        assertThat(done).containsExactly(List.of(0), List.of(1, 2));
        assertThatThrownBy(() -> busy.perform(List.of(3))).isInstanceOf(Overdue.class);
    }

    @Test
    void nobodyGathersForLongerThanCallersWait() {
        assertThatThrownBy(() -> new Limits(1, MANY, MANY, MANY, MOMENT, MOMENT, MANY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private GroupWork<Integer> work(Duration gather, int most, long heaviest, int enough) {
        var limits = new Limits(1, most, heaviest, MANY, gather.plus(HOUR), gather, enough);
        var made = new GroupWork<Integer>(limits, Integer::longValue, each -> "" + each, this::settle, threads);
        work = made;
        return made;
    }

    /** Holds up what begins with 0 only. */
    private void settle(List<Integer> items) {
        done.add(List.copyOf(items));
        begun.countDown();
        try {
            assertThat(items.getFirst() != 0 || goOn.await(10, TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Future<?> hold(GroupWork<Integer> busy) throws InterruptedException {
        var held = callers.submit(() -> busy.perform(List.of(0)));
        begun.await();
        return held;
    }

    /** One after the other; returns when the last waits with the others, or is served already. */
    private List<Future<?>> come(GroupWork<Integer> busy, int... items) {
        return new ArrayList<>(
                IntStream.of(items).mapToObj(item -> comes(busy, item)).toList());
    }

    private Future<?> comes(GroupWork<Integer> busy, int item) {
        var before = busy.waiting();
        var outcome = callers.submit(() -> busy.perform(List.of(item)));
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> busy.waiting() > before || outcome.isDone() || taken(item));
        return outcome;
    }

    private boolean taken(int item) {
        return done.stream().anyMatch(group -> group.contains(item));
    }

    private static void served(List<Future<?>> outcomes) throws Exception {
        for (var outcome : outcomes) {
            outcome.get();
        }
    }
}
