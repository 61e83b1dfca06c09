package com.ovhi.outreach.channel.permission;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an address stands on a channel.
 *
 * @param block what was ever said against it; null when nothing was
 * @param residents the patients who are reached there
 * @param patient the one a message is for, wherever they are reached; null when none is named or none is known
 */
public record Standing(
        @Nullable Block block,
        List<Resident> residents,
        @Nullable Resident patient) {

    /** Takes its own copy. */
    public Standing {
        residents = List.copyOf(residents);
    }

    /** Whether it cannot or must not be reached for another cause than that somebody there wished so. */
    public boolean unreachable() {
        return block != null && block.suppression() == Suppression.ALL && !block.wished();
    }

    /** Whether somebody who reads messages there wants none. */
    public boolean refused() {
        return block != null && block.suppression() == Suppression.ALL && block.wished();
    }

    /**
     * A suppression.
     *
     * @param reason as preference-service names it
     * @param changedAt when it became what it is, on the suite's clock
     * @param liftedAt when it last ended; null when it never did
     */
    public record Block(
            Suppression suppression,
            String reason,
            Instant changedAt,
            @Nullable Instant liftedAt) {

        /** What cannot be read may have been an opt-out ({@link FailClosed}). */
        private static final Set<String> WISHES = Set.of("stop", "complaint", "unsubscribe", "unreadable");

        boolean wished() {
            return WISHES.contains(reason);
        }
    }

    /**
     * A patient's permission.
     *
     * @param addressHash of the only address that may be used; null when there is none
     */
    public record Resident(
            long patientId,
            long organizationId,
            boolean transactional,
            @Nullable String addressHash) {}
}
