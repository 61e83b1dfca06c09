package com.ovhi.outreach.simulators.callbacks;

import com.ovhi.outreach.simulators.world.DomainClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The callbacks of one provider in the order of their turn, handed over in time and never too many at once. */
final class Lane {

    private static final long LOOK_AT_THE_CLOCK_MILLIS = 100;

    private final PriorityQueue<Pending> planned = new PriorityQueue<>(Pending.BY_DUE);
    private final PriorityQueue<Pending> again = new PriorityQueue<>(Pending.BY_RETRY);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final DomainClock clock;
    private final Semaphore permits;
    private final int batchSize;
    private final Duration linger;
    private final Consumer<List<Pending>> postman;
    private int inFlight;
    private volatile boolean running = true;

    Lane(DomainClock clock, int concurrency, CallbackSender sender, Consumer<List<Pending>> postman) {
        this.clock = clock;
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
            (pending.triedBefore() ? again : planned).add(pending);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return planned.size() + again.size() + inFlight;
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
            while (running && turn().isEmpty()) {
                if (planned.isEmpty() && again.isEmpty()) {
                    changed.await();
                } else {
                    changed.await(millisToTurn(), TimeUnit.MILLISECONDS);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Not long, as the clock of the simulated world may change its speed meanwhile. */
    private long millisToTurn() {
        Pending next = planned.peek();
        long millis = next == null
                ? LOOK_AT_THE_CLOCK_MILLIS
                : Duration.between(clock.real().instant(), clock.toReal(next.due()))
                                .toMillis()
                        + 1;
        return Math.clamp(millis, 1, LOOK_AT_THE_CLOCK_MILLIS);
    }

    /** The queue whose first callback is to be posted now. */
    private Optional<PriorityQueue<Pending>> turn() {
        Pending retry = again.peek();
        if (retry != null && !retry.retryAt().isAfter(clock.real().instant())) {
            return Optional.of(again);
        }
        Pending next = planned.peek();
        return next != null && !next.due().isAfter(clock.instant()) ? Optional.of(planned) : Optional.empty();
    }

    private List<Pending> take() {
        lock.lock();
        try {
            List<Pending> batch = new ArrayList<>();
            while (batch.size() < batchSize
                    && turn().map(PriorityQueue::remove).map(batch::add).isPresent()) {
                inFlight++;
            }
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
