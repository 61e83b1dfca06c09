package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.ids.FailureClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The last moment before the first byte: the deadline again, and whether this process was asleep since the gate. No call
 * is made then, so the message is parked and none of its retries is used up. Pure.
 */
final class LastMoment {

    private LastMoment() {}

    /**
     * What stands against the call.
     *
     * @param waited since the gate, real time
     * @param lease after which somebody else may look for the outcome, real time
     */
    static Optional<NotSent> objection(Duration waited, Duration lease, Instant now, Instant deadline) {
        if (waited.compareTo(lease.dividedBy(2)) > 0) {
            return Optional.of(NotSent.refused(FailureClass.PARKED, "worker-stalled"));
        }
        return now.isBefore(deadline)
                ? Optional.empty()
                : Optional.of(NotSent.refused(FailureClass.PARKED, "deadline-passed"));
    }
}
