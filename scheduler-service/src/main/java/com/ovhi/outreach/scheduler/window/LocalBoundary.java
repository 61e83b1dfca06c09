package com.ovhi.outreach.scheduler.window;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * The instant of a wall-clock time on nights when clocks change. A time that does not exist is the change itself. A
 * time that exists twice is read so that less is open: doors open at the second and close at the first.
 */
final class LocalBoundary {

    private LocalBoundary() {}

    /** When something closed (the night, quiet hours) ends. */
    static Instant opening(LocalDateTime local, ZoneId zone) {
        return instant(local, zone, true);
    }

    /** When something open ends, or quiet hours begin. */
    static Instant closing(LocalDateTime local, ZoneId zone) {
        return instant(local, zone, false);
    }

    private static Instant instant(LocalDateTime local, ZoneId zone, boolean second) {
        var change = zone.getRules().getTransition(local);
        if (change == null) {
            return local.toInstant(zone.getRules().getOffset(local));
        }
        if (change.isGap()) {
            return change.getInstant();
        }
        return local.toInstant(second ? change.getOffsetAfter() : change.getOffsetBefore());
    }
}
