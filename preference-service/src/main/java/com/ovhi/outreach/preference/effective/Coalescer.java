package com.ovhi.outreach.preference.effective;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Request coalescing: reads together for all who ask while the readers are busy. The busier it is, the less a look-up
 * costs; who asks alone is read for at once. Nobody is answered from a read that began before they asked. Thread-safe.
 */
final class Coalescer<K, V> implements AutoCloseable {

    private final LinkedBlockingQueue<Asked<K, V>> waiting = new LinkedBlockingQueue<>();
    private final Function<Set<K>, Map<K, V>> read;
    private final Consumer<Map<K, V>> afterwards;
    private final int most;
    private final ExecutorService readers;

    /**
     * @param name of the threads that read
     * @param readers how many read at the same time
     * @param most how many are read for together at most
     * @param read finds what is known of many; called by several threads at once
     * @param afterwards is given what was found once they have their answers; must not throw
     */
    Coalescer(String name, int readers, int most, Function<Set<K>, Map<K, V>> read, Consumer<Map<K, V>> afterwards) {
        this.read = read;
        this.afterwards = afterwards;
        this.most = most;
        this.readers = Executors.newFixedThreadPool(
                readers, Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    }

    /** What is known; waits for it. What fails for many is tried again for each of them, and thrown if it still fails. */
    Optional<V> get(K key) {
        var asked = new Asked<K, V>(key, new CompletableFuture<>());
        waiting.add(asked);
        readers.execute(this::answerWaiting);
        try {
            return asked.answer.join();
        } catch (CompletionException e) {
            return Optional.ofNullable(read.apply(Set.of(key)).get(key));
        }
    }

    /** There may be nobody left: each who asks sends for one reader, and a reader answers many. */
    private void answerWaiting() {
        var together = new ArrayList<Asked<K, V>>();
        if (waiting.drainTo(together, most) > 0) {
            answer(together);
        }
    }

    private void answer(List<Asked<K, V>> together) {
        try {
            var found = read.apply(together.stream().map(Asked::key).collect(Collectors.toSet()));
            together.forEach(each -> each.answer.complete(Optional.ofNullable(found.get(each.key))));
            afterwards.accept(found);
        } catch (RuntimeException | Error e) {
            together.forEach(each -> each.answer.completeExceptionally(e));
        }
    }

    /** Answers who has asked, and takes nobody any more. */
    @Override
    public void close() {
        readers.close();
    }

    private record Asked<K, V>(K key, CompletableFuture<Optional<V>> answer) {}
}
