package com.ovhi.outreach.webhook.reception;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Does together what several callers want done at the same time: a lane that has nothing to do takes all that wait for it by
 * then. Who comes alone is served at once; while others come as well a lane lets them gather for a moment. Nobody waits for longer
 * than a while. Of what has the same order, one is done after the other, as it came; the rest may be done beside each other.
 * Where a group fails for a reason that may be one member's alone, each is done for itself. Thread-safe.
 */
final class GroupWork<T> {

    private final Limits limits;
    private final ToLongFunction<T> weight;
    private final Consumer<List<T>> work;
    private final Executor threads;
    private final Function<T, String> order;
    private final List<Lane> lanes;

    /**
     * @param weight see {@link Limits#heaviest}
     * @param order what has the same one is done in the order in which it came
     * @param work either does all of a list or nothing of it; may be asked again for what it has done
     * @param threads one for each lane
     */
    GroupWork(
            Limits limits,
            ToLongFunction<T> weight,
            Function<T, String> order,
            Consumer<List<T>> work,
            Executor threads) {
        this.limits = limits;
        this.weight = weight;
        this.work = work;
        this.threads = threads;
        this.order = order;
        lanes = Stream.generate(() -> new Lane(limits.waiting()))
                .limit(limits.lanes())
                .toList();
    }

    /**
     * Returns when this is done, and fails as it failed.
     *
     * @throws Overdue when it takes too long, too many wait, or nothing is begun any more: then it may be done later, in part or not at all
     */
    void perform(List<T> items) {
        var deadline = System.nanoTime() + limits.patience().toNanos();
        var wishes = items.stream()
                .collect(Collectors.groupingBy(this::lane, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(each -> each.getKey().add(each.getValue()))
                .toList();
        wishes.forEach(each -> each.await(deadline));
    }

    /** From now on nobody waits for company: those who wait are worked for at once. To be called before the threads are stopped. */
    void endGathering() {
        lanes.forEach(each -> each.gathering.end());
    }

    /** How many callers nobody works for yet. */
    int waiting() {
        return lanes.stream().mapToInt(each -> each.waiting.size()).sum();
    }

    private Lane lane(T item) {
        return lanes.get(Math.floorMod(order.apply(item).hashCode(), lanes.size()));
    }

    /**
     * How much is done at once.
     *
     * @param lanes groups that are done beside each other
     * @param most how many items make a group, unless a single caller brings more
     * @param heaviest what they may weigh together, likewise
     * @param waiting callers that may wait in a lane
     * @param patience for how long a caller waits, real time
     * @param gather in company, from the beginning of one group to that of the next, real time; zero to let nobody wait
     * @param enough callers who need no more company
     */
    record Limits(int lanes, int most, long heaviest, int waiting, Duration patience, Duration gather, int enough) {

        Limits {
            if (gather.compareTo(patience) >= 0) {
                throw new IllegalArgumentException("Callers would be gone before their group begins");
            }
        }
    }

    /** Work was not done in time, as far as its caller knows. */
    static final class Overdue extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Overdue(String message) {
            super(message, null, false, false);
        }
    }

    /** Callers behind each other. */
    private final class Lane implements Runnable {

        private final BlockingQueue<Wish<T>> waiting;
        private final AtomicLong items = new AtomicLong();
        private final AtomicLong weighing = new AtomicLong();
        private final Gathering gathering = new Gathering(limits.gather(), this::isFull, System::nanoTime);
        private final AtomicBoolean atWork = new AtomicBoolean();

        private Lane(int room) {
            waiting = new LinkedBlockingQueue<>(room);
        }

        Wish<T> add(List<T> items) {
            var wish = new Wish<>(items, items.stream().mapToLong(weight).sum());
            if (waiting.offer(wish)) {
                count(wish, 1);
            } else {
                wish.fail(new Overdue("Too many wait already"));
            }
            if (isFull()) {
                gathering.enough();
            }
            rouse();
            return wish;
        }

        private void count(Wish<T> wish, int sign) {
            items.addAndGet(sign * (long) wish.items.size());
            weighing.addAndGet(sign * wish.weight);
        }

        private boolean isFull() {
            return waiting.size() >= limits.enough()
                    || items.get() >= limits.most()
                    || weighing.get() >= limits.heaviest();
        }

        private void rouse() {
            if (atWork.compareAndSet(false, true)) {
                try {
                    threads.execute(this);
                } catch (RejectedExecutionException e) {
                    atWork.set(false);
                    sendAway();
                }
            }
        }

        /** Nothing is begun any more: the service ends. */
        private void sendAway() {
            for (var wish = waiting.poll(); wish != null; wish = waiting.poll()) {
                count(wish, -1);
                wish.fail(new Overdue("Nothing is begun any more"));
            }
        }

        @Override
        public void run() {
            try {
                for (var group = next(); !group.isEmpty(); group = next()) {
                    gathering.begun(group.size() > 1);
                    settle(group);
                }
            } finally {
                atWork.set(false);
                // Somebody may have come between the last look and this.
                if (!waiting.isEmpty()) {
                    rouse();
                }
            }
        }

        private void settle(List<Wish<T>> group) {
            try {
                work.accept(group.stream().flatMap(wish -> wish.items.stream()).toList());
                lookForCompany();
                group.forEach(Wish::settle);
            } catch (RuntimeException e) {
                if (group.size() > 1 && !Outage.caused(e)) {
                    group.forEach(wish -> settle(List.of(wish)));
                } else {
                    lookForCompany();
                    group.forEach(wish -> wish.fail(e));
                }
            } finally {
                // An Error ends the thread that meets it; nobody must wait for it.
                group.forEach(wish -> wish.fail(new IllegalStateException("Whoever worked for others broke down")));
            }
        }

        /** Before anybody has an answer: who comes with the next wish after that is alone all the same. */
        private void lookForCompany() {
            if (!waiting.isEmpty()) {
                gathering.joined();
            }
        }

        private List<Wish<T>> next() {
            if (!waiting.isEmpty()) {
                gathering.await();
            }
            return taken();
        }

        private List<Wish<T>> taken() {
            var group = new ArrayList<Wish<T>>();
            var number = 0;
            var weighing = 0L;
            for (var wish = waiting.peek(); wish != null; wish = waiting.peek()) {
                if (!wish.done.isDone()) {
                    number += wish.items.size();
                    weighing += wish.weight;
                    if ((number > limits.most() || weighing > limits.heaviest()) && !group.isEmpty()) {
                        break;
                    }
                    group.add(wish);
                }
                count(waiting.remove(), -1);
            }
            return group;
        }
    }

    /** What one caller wants done in one lane. */
    private static final class Wish<T> {

        private final List<T> items;
        private final long weight;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        private Wish(List<T> items, long weight) {
            this.items = items;
            this.weight = weight;
        }

        /** Without effect where it is settled already; so is {@link #fail}. */
        void settle() {
            done.complete(null);
        }

        void fail(RuntimeException reason) {
            done.completeExceptionally(reason);
        }

        /** Whoever is not waited for any more need not be worked for. */
        void await(long deadline) {
            try {
                done.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                fail(new Overdue("Waited for too long"));
                joined();
            } catch (ExecutionException e) {
                joined();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Overdue("Interrupted");
            }
        }

        /** Its outcome, which may have come at the last moment. */
        private void joined() {
            try {
                done.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException reason ? reason : e;
            }
        }
    }
}
