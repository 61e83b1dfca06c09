package com.ovhi.outreach.template;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is looked up while one call asks for many texts, so that it is looked up once. Nothing outlives the call. */
public final class Remembered<K, V> {

    private final ScopedValue<Map<K, V>> known = ScopedValue.newInstance();

    /** Does something during which this thread remembers. */
    public <T> T during(Supplier<T> work) {
        return ScopedValue.where(known, new HashMap<K, V>()).call(work::get);
    }

    /** What is known, or else is found now. */
    public V of(K key, Function<K, V> look) {
        return known.isBound() ? known.get().computeIfAbsent(key, look) : look.apply(key);
    }
}
