package com.ovhi.outreach.webhook.reception;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Does together what several callers want done at the same time: whoever finds nobody at work works for all who wait by
 * then. Nobody waits for company. Where a group fails for a reason that may be one member's alone, each is done for itself.
 * Thread-safe.
 */
final class GroupWork<T> {

    private final int most;
    private final long heaviest;
    private final ToLongFunction<T> weight;
    private final Consumer<List<T>> work;
    private final ReentrantLock atWork = new ReentrantLock();
    private final Queue<Wish<T>> waiting = new ConcurrentLinkedQueue<>();

    /**
     * @param most how many are done in one go, unless a single caller brings more
     * @param heaviest what they may weigh together, likewise
     * @param work either does all of a list or nothing of it
     */
    GroupWork(int most, long heaviest, ToLongFunction<T> weight, Consumer<List<T>> work) {
        this.most = most;
        this.heaviest = heaviest;
        this.weight = weight;
        this.work = work;
    }

    /** Returns when this is done, and fails as it failed. */
    void perform(List<T> items) {
        var own = new Wish<>(items, items.stream().mapToLong(weight).sum());
        waiting.add(own);
        atWork.lock();
        try {
            while (!own.settled) {
                settle(next());
            }
        } finally {
            atWork.unlock();
        }
        own.outcome();
    }

    /** How many callers nobody works for yet. */
    int waiting() {
        return waiting.size();
    }

    private List<Wish<T>> next() {
        var group = new ArrayList<Wish<T>>();
        var number = 0;
        var weighing = 0L;
        for (var wish = waiting.peek(); wish != null; wish = waiting.peek()) {
            number += wish.items.size();
            weighing += wish.weight;
            if ((number > most || weighing > heaviest) && !group.isEmpty()) {
                break;
            }
            group.add(waiting.remove());
        }
        return group;
    }

    private void settle(List<Wish<T>> group) {
        try {
            work.accept(group.stream().flatMap(wish -> wish.items.stream()).toList());
            group.forEach(wish -> wish.settle(null));
        } catch (RuntimeException e) {
            if (group.size() > 1 && !Outage.caused(e)) {
                group.forEach(wish -> settle(List.of(wish)));
            } else {
                group.forEach(wish -> wish.settle(e));
            }
        } finally {
            // An Error ends the thread that meets it; the others must not wait for it.
            group.stream()
                    .filter(wish -> !wish.settled)
                    .forEach(wish -> wish.settle(new IllegalStateException("Whoever worked for others broke down")));
        }
    }

    /** What one caller wants done. Read and written by whoever is at work. */
    private static final class Wish<T> {

        private final List<T> items;
        private final long weight;
        private boolean settled;
        private @Nullable RuntimeException failure;

        private Wish(List<T> items, long weight) {
            this.items = items;
            this.weight = weight;
        }

        private void settle(@Nullable RuntimeException reason) {
            settled = true;
            failure = reason;
        }

        private void outcome() {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
