package com.ovhi.outreach.orchestrator.scheduling;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Gathers what comes from many threads into groups, each handled by one of a few workers. Who comes while nobody else is
 * handled is handled at once; otherwise a group waits a moment for more, and longer while all workers are busy. No two of
 * one group have the same name. Thread-safe.
 */
final class Gatherer<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Waiting<T>> waiting = new ArrayDeque<>();
    private final ReentrantLock gathering = new ReentrantLock();
    private final ExecutorService workers;
    private final int most;
    private final long patience;
    private final Function<T, Object> name;
    private final Consumer<List<T>> handler;
    private int busy;
    private boolean closed;

    /**
     * @param title of the threads
     * @param workers how many groups are handled at the same time
     * @param most how many a group has at most
     * @param patience how long the first of a group waits for others, real time
     * @param handler what it throws ends the thread, in whose place another one comes
     */
    Gatherer(
            String title,
            int workers,
            int most,
            Duration patience,
            Function<T, Object> name,
            Consumer<List<T>> handler) {
        this.most = most;
        this.patience = patience.toNanos();
        this.name = name;
        this.handler = handler;
        this.workers = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().daemon().name(title + "-", 1).factory());
        for (var i = 0; i < workers; i++) {
            this.workers.execute(this::work);
        }
    }

    /** Adds one; false when nobody is taken any more. */
    boolean add(T item) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            waiting.add(new Waiting<>(item, System.nanoTime()));
            arrived.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (var group = next(); !group.isEmpty(); group = next()) {
            var handled = false;
            try {
                handler.accept(group);
                handled = true;
            } finally {
                done();
                if (!handled && !workers.isShutdown()) {
                    workers.execute(this::work);
                }
            }
        }
    }

    /** The next group, which counts as being handled; empty when there will be none. */
    private List<T> next() {
        gathering.lock();
        try {
            return gather();
        } finally {
            gathering.unlock();
        }
    }

    private List<T> gather() {
        lock.lock();
        try {
            for (var left = left(); !isComplete(left); left = left()) {
                if (waiting.isEmpty()) {
                    arrived.await();
                } else {
                    arrived.awaitNanos(left);
                }
            }
            var group = taken();
            busy += group.isEmpty() ? 0 : 1;
            return group;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private boolean isComplete(long left) {
        return closed || (!waiting.isEmpty() && (busy == 0 || waiting.size() >= most || left <= 0));
    }

    /** How long the first one still waits for others, in nanoseconds; 0 when there is none. */
    private long left() {
        var first = waiting.peek();
        return first == null ? 0 : first.since() + patience - System.nanoTime();
    }

    private List<T> taken() {
        var group = new ArrayList<T>();
        var names = new HashSet<Object>();
        for (var each = waiting.iterator(); each.hasNext() && group.size() < most; ) {
            var item = each.next().item();
            if (names.add(name.apply(item))) {
                group.add(item);
                each.remove();
            }
        }
        return List.copyOf(group);
    }

    private void done() {
        lock.lock();
        try {
            busy--;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Handles who has come, and takes nobody any more.
     *
     * @param limit how long it may take, real time
     * @return those whose turn has not come by then
     */
    List<T> close(Duration limit) {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        workers.shutdown();
        try {
            if (!workers.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        return over();
    }

    private List<T> over() {
        lock.lock();
        try {
            var over = waiting.stream().map(Waiting::item).toList();
            waiting.clear();
            return over;
        } finally {
            lock.unlock();
        }
    }

    private record Waiting<T>(T item, long since) {}
}
