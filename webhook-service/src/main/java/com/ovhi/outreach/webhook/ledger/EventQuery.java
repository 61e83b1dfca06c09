package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.common.ids.Provider;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events somebody wants to see; null where it does not matter.
 *
 * @param code with which theirs begins, such as {@code uncorrelated}
 * @param from received at or after it
 * @param to received before it
 * @param after the last event of the page before
 */
record EventQuery(
        @Nullable Provider provider,
        @Nullable String account,
        @Nullable String state,
        @Nullable String code,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable UUID after,
        int limit) {

    /** The same from another place. */
    EventQuery next(@Nullable UUID behind, int number) {
        return new EventQuery(provider, account, state, code, from, to, behind, number);
    }
}
