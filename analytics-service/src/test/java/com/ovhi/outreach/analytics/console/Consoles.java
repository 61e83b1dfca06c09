package com.ovhi.outreach.analytics.console;

import java.time.Duration;
import java.util.List;

/** Settings of a console that nobody reaches. */
final class Consoles {

    private static final Duration WORKING_DAY = Duration.ofHours(10);

    private Consoles() {}

    /** One with room for so many sessions, that waits so long for orders. */
    static ConsoleProperties of(int mostSessions, Duration orderTimeout) {
        return new ConsoleProperties(
                "http://127.0.0.1:1/authorize",
                "console",
                "",
                "",
                "",
                orderTimeout,
                WORKING_DAY,
                mostSessions,
                List.of("outreach"));
    }
}
