package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.job.Conditions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that an event calls for.
 *
 * @param which tells it from other messages of the same purpose about the same thing
 * @param sendAt null for as soon as allowed
 * @param notBefore null when it may be moved earlier
 * @param channel the one to be tried first, null for the usual one
 */
record Wish(
        Purpose purpose,
        String which,
        @Nullable Instant sendAt,
        @Nullable Instant notBefore,
        Instant expiresAt,
        @Nullable Channel channel,
        Conditions conditions) {

    /** A message like any other. */
    Wish(Purpose purpose, String which, @Nullable Instant sendAt, Instant expiresAt) {
        this(purpose, which, sendAt, null, expiresAt, null, Conditions.NONE);
    }

    /** Whether its time is still to come. */
    boolean isAfter(Instant after) {
        return sendAt != null && sendAt.isAfter(after);
    }

    /** The same message as soon as allowed. */
    Wish atOnce() {
        return new Wish(purpose, which, null, null, expiresAt, channel, conditions);
    }

    /** The same message, told from others in another way. */
    Wish named(String other) {
        return new Wish(purpose, other, sendAt, notBefore, expiresAt, channel, conditions);
    }
}
