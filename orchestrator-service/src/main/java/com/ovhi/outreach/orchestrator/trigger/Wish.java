package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that an event calls for.
 *
 * @param which tells it from other messages of the same purpose about the same thing
 * @param sendAt null for as soon as allowed
 */
record Wish(Purpose purpose, String which, @Nullable Instant sendAt, Instant expiresAt) {

    /** The same message, told from others in another way. */
    Wish named(String other) {
        return new Wish(purpose, other, sendAt, expiresAt);
    }
}
