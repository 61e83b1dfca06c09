package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.time.UtcTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a row is made of, by the names of its columns. Not thread-safe. */
final class Columns {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

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

    /** Those that are not null, by their names, as JSON can tell them: times as text, and yes or no as a number. */
    Map<String, Object> known() {
        var known = new LinkedHashMap<String, Object>();
        values.forEach((name, value) -> {
            switch (value) {
                case null -> {}
                case LocalDateTime at -> known.put(name, TIME.format(at));
                case Boolean flag -> known.put(name, flag ? 1 : 0);
                default -> known.put(name, value);
            }
        });
        return known;
    }
}
