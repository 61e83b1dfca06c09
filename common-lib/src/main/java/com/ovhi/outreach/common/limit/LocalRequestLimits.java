package com.ovhi.outreach.common.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The count of this instance alone. It remembers so many keys at most; while all of them are in use, others are not
 * admitted, so that nobody escapes a limit by appearing under ever new names.
 */
final class LocalRequestLimits implements RequestLimits {

    private static final int MOST_KEYS = 100_000;

    private final LongSupplier nanos;
    private final int mostKeys;
    private final ConcurrentHashMap<String, Long> occupiedUntil = new ConcurrentHashMap<>();

    LocalRequestLimits(LongSupplier nanos) {
        this(nanos, MOST_KEYS);
    }

    LocalRequestLimits(LongSupplier nanos, int mostKeys) {
        this.nanos = nanos;
        this.mostKeys = mostKeys;
    }

    @Override
    public Admission count(Limit limit, String key) {
        var now = TimeUnit.NANOSECONDS.toMicros(nanos.getAsLong());
        var name = limit.name() + " " + key;
        if (occupiedUntil.size() >= mostKeys && !occupiedUntil.containsKey(name) && !forgotten(now)) {
            return Admission.afterMicros(
                    TimeUnit.NANOSECONDS.toMicros(limit.within().toNanos()));
        }
        var wait = new long[1];
        occupiedUntil.compute(name, (_, known) -> {
            var until = known == null || known < now ? now : known;
            wait[0] = Math.max(0, until - (limit.most() - 1) * limit.intervalMicros() - now);
            return wait[0] > 0 ? until : until + limit.intervalMicros();
        });
        return Admission.afterMicros(wait[0]);
    }

    /** Forgets the keys that are unused; whether there is room now. */
    private boolean forgotten(long now) {
        occupiedUntil.values().removeIf(until -> until <= now);
        return occupiedUntil.size() < mostKeys;
    }
}
