package com.ovhi.outreach.scheduler.window;

import com.ovhi.outreach.common.contract.SendWindow;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An independent judge of windows: looks at the clock on the wall in each zone at one instant and knows nothing of
 * intervals, offsets or days.
 */
public final class WallClock {

    private WallClock() {}

    /** Whether a message may be on its way at this instant by the default contact hours. */
    public static boolean open(SendWindow window, Instant at) {
        return window.urgent()
                || window.zones().stream().map(ZoneId::of).allMatch(zone -> {
                    var wall = LocalDateTime.ofInstant(at, zone);
                    return contact(window.marketing(), wall)
                            && !quiet(window.quietStart(), window.quietEnd(), wall.toLocalTime());
                });
    }

    static boolean open(
            List<ZoneId> zones, LocalTime open, LocalTime close, LocalTime start, LocalTime end, Instant at) {
        return zones.stream()
                .map(zone -> LocalDateTime.ofInstant(at, zone).toLocalTime())
                .allMatch(time -> within(open, close, time) && !quiet(start, end, time));
    }

    private static boolean contact(boolean marketing, LocalDateTime wall) {
        if (!marketing) {
            return within(LocalTime.of(9, 0), LocalTime.of(20, 0), wall.toLocalTime());
        }
        var saturday = wall.getDayOfWeek() == DayOfWeek.SATURDAY;
        return wall.getDayOfWeek() != DayOfWeek.SUNDAY
                && !wall.toLocalDate().equals(Windows.HOLIDAY)
                && within(LocalTime.of(10, 0), LocalTime.of(saturday ? 17 : 18, 0), wall.toLocalTime());
    }

    private static boolean quiet(@Nullable LocalTime start, @Nullable LocalTime end, LocalTime time) {
        if (start == null || end == null) {
            return false;
        }
        return start.isBefore(end) ? within(start, end, time) : !within(end, start, time);
    }

    private static boolean within(LocalTime from, LocalTime to, LocalTime time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}
