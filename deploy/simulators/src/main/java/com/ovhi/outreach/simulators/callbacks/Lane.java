package com.ovhi.outreach.simulators.callbacks;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The callbacks of one provider in the order of their turn, handed over in time and never too many at once. */
final class Lane {

    private final PriorityQueue<Pending> queue = new PriorityQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Clock real;
    private final Semaphore permits;
    private final int batchSize;
    private final Duration linger;
    private final Consumer<List<Pending>> postman;
    private int inFlight;
    private volatile boolean running = true;

    Lane(Clock real, int concurrency, CallbackSender sender, Consumer<List<Pending>> postman) {
        this.real = real;
        this.permits = new Semaphore(concurrency);
        this.batchSize = sender.batchSize();
        this.linger = sender.linger();
        this.postman = postman;
    }

    void start(String name) {
        Thread.ofVirtual().name(name).start(this::run);
    }

    void stop() {
        running = false;
        signal();
    }

    void add(Pending pending) {
        lock.lock();
        try {
            queue.add(pending);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return queue.size() + inFlight;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (running) {
                permits.acquire();
                awaitTurn();
                if (running && !linger.isZero()) {
                    Thread.sleep(linger);
                }
                List<Pending> batch = running ? take() : List.of();
                Thread.ofVirtual().start(() -> hand(batch));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void hand(List<Pending> batch) {
        try {
            if (!batch.isEmpty()) {
                postman.accept(batch);
            }
        } finally {
            landed(batch.size());
            permits.release();
        }
    }

    private void awaitTurn() throws InterruptedException {
        lock.lock();
        try {
            while (running) {
                Pending head = queue.peek();
                if (head == null) {
                    changed.await();
                } else if (head.ready() > real.millis()) {
                    changed.await(head.ready() - real.millis(), TimeUnit.MILLISECONDS);
                } else {
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Pending> take() {
        lock.lock();
        try {
            List<Pending> batch = new ArrayList<>();
            long now = real.millis();
            for (Pending head = queue.peek(); head != null && head.ready() <= now && batch.size() < batchSize; ) {
                batch.add(queue.remove());
                head = queue.peek();
            }
            inFlight += batch.size();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void landed(int count) {
        lock.lock();
        try {
            inFlight -= count;
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
