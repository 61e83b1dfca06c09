package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.messaging.RetryLater;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Places for calls, of which each lane of an account has so many. Whoever wants to pass the gate must have one: so nobody
 * who has passed waits before the call, while a STOP arrives. A place is free again when the call has ended and its
 * outcome is written. Thread-safe.
 */
@Component
class CallPlaces {

    /** How long to wait for several at once: few large transactions cost less than many small ones. */
    private static final Duration GATHER = Duration.ofMillis(25);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int GATHERED = 4;
    private static final int CALLS = 3;

    private final Map<Lane, Map<Account, Semaphore>> places = new HashMap<>();
    private final CallLimits limits;
    private volatile boolean closed;

    CallPlaces(Gateways gateways, CallLimits limits) {
        this.limits = limits;
        for (var lane : Lane.values()) {
            var accounts = new HashMap<Account, Semaphore>();
            gateways.all().stream()
                    .map(ChannelGateway::account)
                    .forEach(account -> accounts.put(account, new Semaphore(limits.of(lane))));
            places.put(lane, accounts);
        }
    }

    /**
     * Takes at least one place and at most so many, and waits until there is one, three times as long as a call may take.
     *
     * @throws RetryLater when this process is about to end, or all calls hang
     */
    int take(Account account, Lane lane, int most) {
        var free = of(account, lane);
        try {
            var taken = Math.clamp(limits.of(lane) / GATHERED, 1, most);
            if (!free.tryAcquire(taken, GATHER.toMillis(), TimeUnit.MILLISECONDS)) {
                awaitOne(free);
                taken = 1;
            }
            if (closed) {
                free.release(taken);
                throw new RetryLater("shutting-down");
            }
            while (taken < most && free.tryAcquire()) {
                taken++;
            }
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetryLater("shutting-down");
        }
    }

    private void awaitOne(Semaphore free) throws InterruptedException {
        var end = System.nanoTime() + limits.total().multipliedBy(CALLS).toNanos();
        while (!free.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (closed) {
                throw new RetryLater("shutting-down");
            }
            if (System.nanoTime() - end > 0) {
                throw new RetryLater("calls-hang");
            }
        }
    }

    /** Gives places back. */
    void giveBack(Account account, Lane lane, int count) {
        of(account, lane).release(count);
    }

    /** Places are given. */
    void open() {
        closed = false;
    }

    /** No place is given any more. */
    void close() {
        closed = true;
    }

    /** Whether all calls ended and were written within this time. */
    boolean awaitAllFree(Duration patience) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        while (!allFree()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(PAUSE);
        }
        return true;
    }

    private boolean allFree() {
        return places.entrySet().stream()
                .allMatch(lane -> lane.getValue().values().stream()
                        .allMatch(free -> free.availablePermits() == limits.of(lane.getKey())));
    }

    private Semaphore of(Account account, Lane lane) {
        var accounts = Objects.requireNonNull(places.get(lane));
        return Objects.requireNonNull(accounts.get(account), "No such account");
    }
}
