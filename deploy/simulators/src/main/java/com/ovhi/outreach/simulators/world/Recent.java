package com.ovhi.outreach.simulators.world;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest of what lies in a file, by number: what is written is nearly always read again within seconds, and reading it
 * from the file would cost more than all the rest. Thread-safe.
 */
public final class Recent<T> {

    private final Map<Long, T> newest;

    /** Keeps so many. */
    public Recent(int most) {
        newest = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, T> eldest) {
                return size() > most;
            }
        };
    }

    /** Keeps one more. */
    public synchronized void put(long number, T thing) {
        newest.put(number, thing);
    }

    /** One of them; null when it is older. */
    public synchronized @Nullable T get(long number) {
        return newest.get(number);
    }
}
