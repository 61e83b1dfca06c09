package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.common.ids.Milestone;
import java.util.Locale;
import java.util.Optional;

/** The columns of {@code comm_stats}; each counts jobs that reached something. */
enum Counter {
    SCHEDULED,
    SENT,
    DELIVERED,
    OPENED,
    CLICKED,
    REPLIED,
    BOUNCED,
    FAILED,
    EXPIRED,
    CANCELLED,
    UNSUBSCRIBED;

    /** Its name in the ledger and in answers. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    String column() {
        return code() + "_count";
    }

    /** The counter of a milestone; steps in between have none. */
    static Optional<Counter> of(Milestone milestone) {
        return Optional.ofNullable(
                switch (milestone) {
                    case SCHEDULED -> SCHEDULED;
                    case SENT -> SENT;
                    case DELIVERED -> DELIVERED;
                    case OPENED -> OPENED;
                    case CLICKED -> CLICKED;
                    case REPLIED -> REPLIED;
                    case BOUNCED -> BOUNCED;
                    case FAILED -> FAILED;
                    case EXPIRED -> EXPIRED;
                    case CANCELLED -> CANCELLED;
                    case PROCESSING, UNDER_REVIEW -> null;
                });
    }
}
