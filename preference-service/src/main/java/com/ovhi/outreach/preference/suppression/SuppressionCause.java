package com.ovhi.outreach.preference.suppression;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** One reason with its newest occurrence and its newest lifting; on a tie it holds. */
record SuppressionCause(
        SuppressionReason reason,
        @Nullable Instant since,
        @Nullable Instant liftedAt,
        boolean marketingOnly) {

    boolean holds() {
        return since != null && (liftedAt == null || !since.isBefore(liftedAt));
    }

    /** What several causes add up to. */
    static Suppression sum(Collection<SuppressionCause> causes, SuppressionReason lastReason) {
        var holding = causes.stream().filter(SuppressionCause::holds).toList();
        return holding.stream()
                .min(Comparator.comparing(SuppressionCause::marketingOnly).thenComparing(SuppressionCause::reason))
                .map(gravest -> new Suppression(true, gravest.marketingOnly(), gravest.reason()))
                .orElse(new Suppression(false, false, lastReason));
    }
}
