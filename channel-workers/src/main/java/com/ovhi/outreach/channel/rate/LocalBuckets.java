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
    private final LongSupplier micros;

    /** @param micros a clock that only goes forward */
    LocalBuckets(LongSupplier micros) {
        this.micros = micros;
    }

    /** Takes a token from each bucket if all of them have one, else says how long to wait. */
    long take(List<Bucket> buckets) {
        lock.lock();
        try {
            var now = micros.getAsLong();
            var wait = buckets.stream()
                    .mapToLong(bucket -> bucket.wait(full(bucket), now))
                    .max()
                    .orElse(0);
            if (wait == 0) {
                buckets.forEach(bucket -> full.put(bucket.key(), bucket.taken(full(bucket), now)));
            }
            return wait;
        } finally {
            lock.unlock();
        }
    }

    private long full(Bucket bucket) {
        return full.getOrDefault(bucket.key(), Long.MIN_VALUE / 2);
    }
}
