package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is handled with whom. */
class GathererTests {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<List<String>> groups = new CopyOnWriteArrayList<>();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final List<Gatherer<String>> opened = new ArrayList<>();

    @AfterEach
    void close() {
        letGo.countDown();
        opened.forEach(each -> each.close(SOON));
    }

    @Test
    void handlesAtOnceWhoComesWhileNobodyIsHandled() {
        var gatherer = gatherer(1, 10, LONG, groups::add);

        gatherer.add("a");

        await().untilAsserted(() -> assertThat(groups).containsExactly(List.of("a")));
    }

    @Test
    void gathersWhoComesWhileOthersAreHandled() {
        var gatherer = gatherer(2, 3, LONG, this::hold);
        gatherer.add("first");
        await().untilAsserted(() -> assertThat(groups).hasSize(1));

        List.of("a", "b", "c", "d").forEach(gatherer::add);

        await().untilAsserted(() -> assertThat(groups).containsExactly(List.of("first"), List.of("a", "b", "c")));
        letGo.countDown();
        await().untilAsserted(() -> assertThat(groups).hasSize(3).last().isEqualTo(List.of("d")));
    }

    @Test
    void letsNobodyWaitLongerThanItsPatience() {
        var gatherer = gatherer(2, 10, Duration.ofMillis(20), this::hold);
        gatherer.add("first");
        await().untilAsserted(() -> assertThat(groups).hasSize(1));

        gatherer.add("second");

        await().untilAsserted(() -> assertThat(groups).containsExactly(List.of("first"), List.of("second")));
    }

    @Test
    void neverPutsTwoOfOneNameIntoAGroup() {
        var gatherer = gatherer(1, 10, LONG, this::hold);
        gatherer.add("first");
        await().untilAsserted(() -> assertThat(groups).hasSize(1));
        List.of("a1", "b1", "a2", "c1", "a3").forEach(gatherer::add);

        letGo.countDown();

        await().untilAsserted(() -> assertThat(groups)
                .containsExactly(List.of("first"), List.of("a1", "b1", "c1"), List.of("a2"), List.of("a3")));
    }

    @Test
    void handlesEverybodyOnce() {
        var gatherer = gatherer(3, 7, Duration.ofMillis(1), groups::add);
        var items = IntStream.range(0, 2_000)
                .mapToObj(i -> (char) ('a' + i % 26) + "-" + i)
                .toList();

        try (var callers = Executors.newFixedThreadPool(8)) {
            items.forEach(item -> callers.execute(() -> gatherer.add(item)));
        }
        gatherer.close(SOON);

        assertThat(groups.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(items);
        assertThat(groups)
                .allSatisfy(group -> assertThat(group)
                        .hasSizeLessThanOrEqualTo(7)
                        .extracting(each -> each.charAt(0))
                        .doesNotHaveDuplicates());
    }

    @Test
    void goesOnWhenSomebodyCouldNotBeHandled() {
        var gatherer = gatherer(1, 10, LONG, group -> {
            groups.add(group);
            if (group.contains("bad")) {
                throw new IllegalArgumentException("asked to fail");
            }
        });
        gatherer.add("bad");
        // The thread that fails ends with the exception, which is not the test's.
        await().dontCatchUncaughtExceptions()
                .untilAsserted(() -> assertThat(groups).hasSize(1));

        gatherer.add("good");

        await().dontCatchUncaughtExceptions()
                .untilAsserted(() -> assertThat(groups).hasSize(2));
    }

    @Test
    void takesNobodyOnceItIsClosed() {
        var gatherer = gatherer(1, 10, LONG, groups::add);
        gatherer.close(SOON);

        assertThat(gatherer.add("late")).isFalse();
        assertThat(groups).isEmpty();
    }

    @Test
    void givesBackWhoseTurnDoesNotComeInTime() {
        var gatherer = gatherer(1, 1, LONG, this::holdInSpiteOfInterrupts);
        gatherer.add("first");
        await().untilAsserted(() -> assertThat(groups).hasSize(1));
        gatherer.add("second");

        assertThat(gatherer.close(Duration.ofMillis(10))).containsExactly("second");

        letGo.countDown();
        assertThat(gatherer.close(SOON)).isEmpty();
        assertThat(groups).containsExactly(List.of("first"));
    }

    private void holdInSpiteOfInterrupts(List<String> group) {
        groups.add(group);
        while (letGo.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private void hold(List<String> group) {
        groups.add(group);
        try {
            letGo.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Gatherer<String> gatherer(int workers, int most, Duration patience, Consumer<List<String>> handler) {
        var gatherer = new Gatherer<String>("gatherer-test", workers, most, patience, name -> name.charAt(0), handler);
        opened.add(gatherer);
        return gatherer;
    }
}
