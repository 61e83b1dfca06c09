package com.ovhi.outreach.segment.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a campaign would ask for its messages by its own pace, as {@link Pacing} has it. Not thread-safe; time goes on only. */
final class RehearsedPace {

    private final List<Window> windows;

    /** @param perHour null is no pace */
    RehearsedPace(@Nullable Integer perHour) {
        windows = perHour == null
                ? List.of()
                : List.of(
                        new Window(perHour, Duration.ofHours(1)),
                        new Window(Pacing.perMinute(perHour), Duration.ofMinutes(1)));
    }

    /** The first time, not before this one, at which there is room. */
    Instant open(Instant at) {
        var open = at;
        for (var each : windows) {
            open = each.open(open);
        }
        return open;
    }

    /** A message was asked for when there was room. */
    void asked(Instant at) {
        windows.forEach(each -> each.asked(at));
    }

    /** So many in so much time. */
    private record Window(int limit, Duration time, ArrayDeque<Instant> asked) {

        Window(int limit, Duration time) {
            this(limit, time, new ArrayDeque<>());
        }

        Instant open(Instant at) {
            while (!asked.isEmpty() && !asked.getFirst().plus(time).isAfter(at)) {
                asked.removeFirst();
            }
            return asked.size() < limit ? at : asked.getFirst().plus(time);
        }

        void asked(Instant at) {
            asked.addLast(at);
        }
    }
}
