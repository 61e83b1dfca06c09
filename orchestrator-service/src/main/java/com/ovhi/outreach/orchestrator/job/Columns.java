package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.time.UtcTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a row is made of, by the names of its columns. Not thread-safe. */
final class Columns {

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /** Sets a column; ids and instants are written as the database keeps them. */
    Columns put(String name, @Nullable Object value) {
        values.put(
                name,
                switch (value) {
                    case UUID id -> id.toString();
                    case Instant at -> UtcTime.of(at);
                    case null, default -> value;
                });
        return this;
    }

    /** Which ones are set, in the order in which they were. */
    Set<String> names() {
        return values.keySet();
    }

    /** In the order of the names. */
    @Nullable
    Object[] values() {
        return values.values().toArray();
    }
}
