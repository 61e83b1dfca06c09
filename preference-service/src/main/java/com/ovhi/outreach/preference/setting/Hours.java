package com.ovhi.outreach.preference.setting;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** A span of a local day; start after end means that it wraps midnight. */
public record Hours(LocalTime start, LocalTime end) {

    /** Refuses a span of which nobody can say whether it is empty or the whole day. */
    public Hours {
        if (start.equals(end)) {
            throw new IllegalArgumentException("start and end are the same");
        }
    }

    /** The span, or null unless both ends are known and differ. */
    public static @Nullable Hours orNull(@Nullable LocalTime start, @Nullable LocalTime end) {
        return start == null || end == null || start.equals(end) ? null : new Hours(start, end);
    }

    /** Whether two ends make a span, or none at all: both or neither, and not the same. */
    public static boolean isSpan(@Nullable LocalTime start, @Nullable LocalTime end) {
        return start == null ? end == null : end != null && !start.equals(end);
    }

    /** The start of a span that may be missing. */
    public static @Nullable LocalTime start(@Nullable Hours hours) {
        return hours == null ? null : hours.start();
    }

    /** The end of a span that may be missing. */
    public static @Nullable LocalTime end(@Nullable Hours hours) {
        return hours == null ? null : hours.end();
    }
}
