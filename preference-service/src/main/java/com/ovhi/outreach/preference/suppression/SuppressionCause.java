package com.ovhi.outreach.preference.suppression;

import com.ovhi.outreach.preference.moment.Precision;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** One reason with its newest occurrence and its newest lifting; on a tie it holds. */
record SuppressionCause(
        SuppressionReason reason,
        @Nullable Instant since,
        @Nullable Instant liftedAt,
        boolean marketingOnly) {

    boolean holds() {
        return since != null && (liftedAt == null || !liftedAt.isAfter(Precision.latest(since)));
    }

    /** What several causes add up to. */
    static Suppression sum(Collection<SuppressionCause> causes, SuppressionReason lastReason) {
        return causes.stream()
                .filter(SuppressionCause::holds)
                .map(cause -> new Suppression(true, cause.marketingOnly(), cause.reason()))
                .reduce(new Suppression(false, false, lastReason), Suppression::and);
    }
}
