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
     * @param waited since the gate by the monotonic clock, which may stand still while the machine sleeps
     * @param elapsed since the gate by the wall clock, which may be set; real time
     * @param most how long either may be, real time; afterwards somebody else may look for the outcome
     */
    static Optional<NotSent> objection(
            Duration waited, Duration elapsed, Duration most, Instant now, Instant deadline) {
        if (waited.compareTo(most) > 0 || elapsed.compareTo(most) > 0) {
            return Optional.of(NotSent.refused(FailureClass.PARKED, "worker-stalled"));
        }
        return now.isBefore(deadline)
                ? Optional.empty()
                : Optional.of(NotSent.refused(FailureClass.PARKED, "deadline-passed"));
    }
}
