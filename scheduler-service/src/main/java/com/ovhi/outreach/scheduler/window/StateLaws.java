package com.ovhi.outreach.scheduler.window;

import com.ovhi.outreach.scheduler.window.ContactHours.Hours;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The table {@code state-hours.txt}. Immutable. */
final class StateLaws {

    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    private final Map<String, StateLaw> laws;
    private final StateLaw strictest;

    private StateLaws(Map<String, StateLaw> laws) {
        this.laws = laws;
        strictest = laws.values().stream().reduce(StateLaw::and).orElseThrow();
    }

    static StateLaws load() {
        try (InputStream in =
                Objects.requireNonNull(StateLaws.class.getResourceAsStream("state-hours.txt"), "state-hours.txt")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The table of state laws cannot be read", e);
        }
    }

    static StateLaws parse(String table) {
        var laws = new TreeMap<String, StateLaw>();
        table.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    var columns = line.split(";", -1);
                    var law = new StateLaw(days(columns[1]), columns.length > 2 && columns[2].contains("no-holidays"));
                    for (var state : columns[0].strip().split("\\s+")) {
                        if (laws.put(state, law) != null) {
                            throw new IllegalStateException("Two laws for " + state);
                        }
                    }
                });
        return new StateLaws(laws);
    }

    /** The law that binds when any of the states may be the patient's; the strictest when one is unknown. */
    StateLaw binding(@Nullable List<String> states) {
        if (states == null || states.isEmpty()) {
            return strictest;
        }
        return states.stream()
                .map(state -> laws.getOrDefault(String.valueOf(state).toUpperCase(Locale.ROOT), strictest))
                .reduce(StateLaw::and)
                .orElse(strictest);
    }

    Map<String, StateLaw> all() {
        return laws;
    }

    StateLaw strictest() {
        return strictest;
    }

    private static Map<DayOfWeek, Hours> days(String text) {
        var days = new EnumMap<DayOfWeek, Hours>(DayOfWeek.class);
        for (var part : text.split(",", -1)) {
            var words = part.strip().split("\\s+", -1);
            var range = words[0].split("-", -1);
            for (var day = DAYS.indexOf(range[0]); day <= DAYS.indexOf(range[range.length - 1]); day++) {
                days.put(DayOfWeek.of(day + 1), Hours.of(words[1]));
            }
        }
        return days;
    }
}
