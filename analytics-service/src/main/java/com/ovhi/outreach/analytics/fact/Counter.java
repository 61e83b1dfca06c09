package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.common.ids.Milestone;
import java.util.Locale;
import java.util.Optional;

/** What a job can reach, at most once each: a column of {@code comm_stats} and of {@code funnel_daily}. */
public enum Counter {
    SCHEDULED,
    SENT,
    DELIVERED,
    /** By a person. */
    OPENED,
    /** By a person. */
    CLICKED,
    REPLIED,
    CONFIRMED,
    /** It was sent, and the patient came to the visit it is about. */
    KEPT,
    /** It was sent, and the patient did not come to the visit it is about. */
    NO_SHOW,
    BOUNCED,
    FAILED,
    EXPIRED,
    CANCELLED,
    /** The patient opted out in answer to it, complaints included. */
    UNSUBSCRIBED,
    COMPLAINED,
    MACHINE_OPENED,
    MACHINE_CLICKED;

    /** Its name in the ledger and in answers. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its column. */
    public String column() {
        return code() + "_count";
    }

    /**
     * The constant of a code.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Counter of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
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
