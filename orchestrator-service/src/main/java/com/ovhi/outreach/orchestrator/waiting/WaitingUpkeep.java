package com.ovhi.outreach.orchestrator.waiting;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Shows how many events have waited in vain, and forgets them in the end. */
@Component
class WaitingUpkeep {

    private static final int CHUNK = 1_000;

    private final WaitingRoom room;
    private final AtomicInteger orphans;

    WaitingUpkeep(WaitingRoom room, MeterRegistry meters) {
        this.room = room;
        orphans = meters.gauge("outreach.waiting.orphans", new AtomicInteger());
    }

    /** Counts. */
    @Scheduled(fixedDelayString = "${outreach.waiting.count:PT1M}")
    void count() {
        orphans.set(room.orphans());
    }

    /** Forgets what has been kept for long enough, some at a time. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT8M")
    void purge() {
        int forgotten;
        do {
            forgotten = room.forget(CHUNK);
        } while (forgotten == CHUNK);
    }
}
