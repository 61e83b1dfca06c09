package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Tells the suite when waiting jobs will leave, if it believes otherwise, with the transaction that moves them. In the order of the
 * reports about each job, so that it is heard of before the job leaves. Thread-safe.
 */
@Component
class Moves {

    private final Outbox outbox;
    private final Clock clock;

    Moves(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Takes part in the caller's transaction. */
    void tell(List<Move> moves) {
        var now = now();
        var told = moves.stream()
                .filter(Move::told)
                .map(each -> new Keyed(each.job().jobId().toString(), each.event(now)))
                .toList();
        if (!told.isEmpty()) {
            outbox.publishAll(Topics.DELIVERY, told);
        }
    }

    /** A job that is to wait until then. */
    Move move(DueJob job, Instant dueAt, String reason) {
        return Move.of(job, dueAt, reason, now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
