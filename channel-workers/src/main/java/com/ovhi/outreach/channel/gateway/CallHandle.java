package com.ovhi.outreach.channel.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets somebody else end a call: a time-out for each read does not end an answer that drips on, closing its connection
 * does. One for each call; the thread that makes the call tells it of the connection. Thread-safe.
 */
public final class CallHandle {

    private static final ThreadLocal<@Nullable CallHandle> CURRENT = new ThreadLocal<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> closings = new ArrayList<>();
    private boolean hungUp;

    /** Makes the call on this thread. */
    public <T> T during(Supplier<T> call) {
        CURRENT.set(this);
        try {
            return call.get();
        } finally {
            CURRENT.remove();
            forget();
        }
    }

    /** The same, and hangs up when it takes longer than that. */
    public <T> T during(Supplier<T> call, Duration most) {
        var limit = CompletableFuture.runAsync(
                this::hangUp, CompletableFuture.delayedExecutor(most.toNanos(), TimeUnit.NANOSECONDS));
        try {
            return during(call);
        } finally {
            limit.cancel(false);
        }
    }

    /** Tells the call that this thread makes, if it makes one, how its connection is closed. */
    public static void connection(Runnable close) {
        var call = CURRENT.get();
        if (call != null) {
            call.closeWith(close);
        }
    }

    /** Closes the call's connection, now or as soon as it has one; without effect when the call has ended. */
    public void hangUp() {
        lock.lock();
        try {
            hungUp = true;
            closings.forEach(Runnable::run);
            closings.clear();
        } finally {
            lock.unlock();
        }
    }

    private void closeWith(Runnable close) {
        lock.lock();
        try {
            if (hungUp) {
                close.run();
            } else {
                closings.add(close);
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        lock.lock();
        try {
            closings.clear();
        } finally {
            lock.unlock();
        }
    }
}
