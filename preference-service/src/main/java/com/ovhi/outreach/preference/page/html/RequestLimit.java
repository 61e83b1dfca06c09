package com.ovhi.outreach.preference.page.html;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** So many requests in a minute of real time under each key, in this instance. Thread-safe. */
final class RequestLimit {

    private static final int MOST_KEYS = 100_000;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final int perMinute;
    private final LongSupplier nanos;
    private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();

    RequestLimit(int perMinute, LongSupplier nanos) {
        this.perMinute = perMinute;
        this.nanos = nanos;
    }

    /** Counts a request; false when it is one too many. */
    boolean admits(String key) {
        var now = nanos.getAsLong();
        if (windows.size() > MOST_KEYS) {
            windows.values().removeIf(each -> each.over(now));
        }
        return windows.merge(key, new Window(now, 1), (known, fresh) -> known.over(now) ? fresh : known.more())
                        .count()
                <= perMinute;
    }

    private record Window(long begin, int count) {

        boolean over(long now) {
            return now - begin >= MINUTE;
        }

        Window more() {
            return new Window(begin, count == Integer.MAX_VALUE ? count : count + 1);
        }
    }
}
