package com.ovhi.outreach.channel.rate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Token buckets of this process alone. Thread-safe. */
final class LocalBuckets {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> full = new HashMap<>();
    private final Map<String, Long> freeTurn = new HashMap<>();
    private final LongSupplier micros;

    /** @param micros a clock that only goes forward */
    LocalBuckets(LongSupplier micros) {
        this.micros = micros;
    }

    /** Takes so many tokens, or as many as each bucket has; if one has none, the negative wait for the next. */
    long take(List<Bucket> buckets, int most) {
        lock.lock();
        try {
            var now = micros.getAsLong();
            var granted = buckets.stream()
                    .mapToLong(bucket -> bucket.room(full(bucket), now))
                    .reduce(most, Math::min);
            if (granted == 0) {
                return -wait(buckets, now);
            }
            buckets.forEach(bucket -> full.put(bucket.key(), bucket.taken(full(bucket), now, granted)));
            return granted;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives so many turns to those turned away.
     *
     * @param line whose turns they are
     * @param longest how much longer than without anybody before them they wait at most
     */
    Line turns(List<Bucket> buckets, String line, int count, long atLeast, long longest) {
        lock.lock();
        try {
            var now = micros.getAsLong();
            var key = buckets.getFirst().key() + ":" + line;
            var least = now + Math.max(atLeast, wait(buckets, now));
            var last = least + longest;
            var first = Math.min(Math.max(freeTurn.getOrDefault(key, Long.MIN_VALUE), least), last);
            var each = buckets.stream().mapToLong(Bucket::interval).max().orElse(0);
            freeTurn.put(key, Math.min(first + count * each, last));
            return new Line(first - now, each);
        } finally {
            lock.unlock();
        }
    }

    private long wait(List<Bucket> buckets, long now) {
        return buckets.stream()
                .mapToLong(bucket -> bucket.wait(full(bucket), now))
                .max()
                .orElse(0);
    }

    private long full(Bucket bucket) {
        return full.getOrDefault(bucket.key(), Long.MIN_VALUE / 2);
    }
}
