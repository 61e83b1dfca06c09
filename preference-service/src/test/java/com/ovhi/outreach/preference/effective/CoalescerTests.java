package com.ovhi.outreach.preference.effective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CoalescerTests {

    private final ExecutorService people = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<Set<Integer>> reads = new ConcurrentLinkedQueue<>();

    @AfterEach
    void leave() {
        people.shutdownNow();
    }

    @Test
    void who_comes_while_a_read_is_under_way_is_read_for_together() throws Exception {
        var begun = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        try (var coalescer = coalescer(keys -> {
            if (keys.contains(0)) {
                begun.countDown();
                await(finish);
            }
            return squares(keys);
        })) {
            var first = ask(coalescer, 0);
            begun.await();
            var others = IntStream.rangeClosed(1, 20)
                    .mapToObj(key -> ask(coalescer, key))
                    .toList();
            awaitAsked(others.size());
            finish.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS)).contains(0);
            for (var key = 1; key <= 20; key++) {
                assertThat(others.get(key - 1).get(10, TimeUnit.SECONDS)).contains(key * key);
            }
        }
        assertThat(reads).hasSizeLessThan(10);
        assertThat(reads.stream().mapToInt(Set::size).max()).hasValue(8);
    }

    @Test
    void nobody_is_answered_from_a_read_that_began_before_they_asked() throws Exception {
        var state = new AtomicInteger();
        try (var coalescer = new Coalescer<Integer, Integer>(
                "reader",
                2,
                8,
                keys -> {
                    var seen = state.get();
                    return keys.stream().collect(Collectors.toMap(Function.identity(), _ -> seen));
                },
                _ -> {})) {
            var stale = new ConcurrentHashMap<Integer, Integer>();
            CompletableFuture.allOf(IntStream.range(0, 8)
                            .mapToObj(person -> CompletableFuture.runAsync(
                                    () -> {
                                        for (var i = 0; i < 2_000; i++) {
                                            var before = state.incrementAndGet();
                                            var seen = coalescer.get(person % 3).orElseThrow();
                                            if (seen < before) {
                                                stale.put(before, seen);
                                            }
                                        }
                                    },
                                    people))
                            .toArray(CompletableFuture[]::new))
                    .get(25, TimeUnit.SECONDS);
            assertThat(stale).isEmpty();
        }
    }

    @Test
    void what_spoils_a_common_read_spoils_only_its_own_answer() throws Exception {
        var begun = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        try (var coalescer = coalescer(keys -> {
            if (keys.contains(0)) {
                begun.countDown();
                await(finish);
            }
            if (keys.contains(13)) {
                throw new IllegalStateException("unreadable");
            }
            return squares(keys);
        })) {
            var first = ask(coalescer, 0);
            begun.await();
            var well = List.of(ask(coalescer, 2), ask(coalescer, 3));
            var spoiled = ask(coalescer, 13);
            awaitAsked(3);
            finish.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS)).contains(0);
            assertThat(well.getFirst().get(10, TimeUnit.SECONDS)).contains(4);
            assertThat(well.getLast().get(10, TimeUnit.SECONDS)).contains(9);
            assertThatThrownBy(() -> spoiled.get(10, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void what_is_not_there_is_empty() {
        try (var coalescer = new Coalescer<Integer, Integer>("reader", 1, 8, _ -> Map.of(), _ -> {})) {
            assertThat(coalescer.get(7)).isEmpty();
        }
    }

    @Test
    void what_was_found_is_handed_on_after_the_answers() throws Exception {
        var answered = new CountDownLatch(1);
        try (var coalescer = new Coalescer<Integer, Integer>("reader", 1, 8, CoalescerTests::squares, found -> {
            await(answered);
            kept.putAll(found);
        })) {
            assertThat(coalescer.get(7)).contains(49);
            assertThat(kept).isEmpty();
            answered.countDown();
        }
        assertThat(kept).containsExactly(Map.entry(7, 49));
    }

    private final Map<Integer, Integer> kept = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();

    private Coalescer<Integer, Integer> coalescer(Function<Set<Integer>, Map<Integer, Integer>> read) {
        return new Coalescer<>(
                "reader",
                1,
                8,
                keys -> {
                    reads.add(keys);
                    return read.apply(keys);
                },
                kept::putAll);
    }

    private CompletableFuture<Optional<Integer>> ask(Coalescer<Integer, Integer> coalescer, int key) {
        return CompletableFuture.supplyAsync(
                () -> {
                    if (key > 0) {
                        asked.incrementAndGet();
                    }
                    return coalescer.get(key);
                },
                people);
    }

    /** All have been about to ask; that they wait is a matter of a moment, and missing it makes the reads smaller only. */
    private void awaitAsked(int count) throws InterruptedException {
        while (asked.get() < count) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        TimeUnit.MILLISECONDS.sleep(100);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<Integer, Integer> squares(Set<Integer> keys) {
        return keys.stream().collect(Collectors.toMap(Function.identity(), key -> key * key));
    }
}
