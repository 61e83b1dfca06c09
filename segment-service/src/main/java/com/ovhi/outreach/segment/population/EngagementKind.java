package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import java.util.Locale;
import java.util.Optional;

/** What is counted of what a patient and the suite do with each other. */
public enum EngagementKind {
    SENT,
    DELIVERED,
    OPENED,
    CLICKED,
    REPLIED,
    CONFIRMED,
    /** By an answer or in any other way; on a day once. */
    OPTED_OUT;

    /** The name in the database. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a milestone of a message counts as; those of machines never become milestones. */
    public static Optional<EngagementKind> of(Milestone milestone) {
        return switch (milestone) {
            case SENT -> Optional.of(SENT);
            case DELIVERED -> Optional.of(DELIVERED);
            case OPENED -> Optional.of(OPENED);
            case CLICKED -> Optional.of(CLICKED);
            case REPLIED -> Optional.of(REPLIED);
            case SCHEDULED, PROCESSING, BOUNCED, FAILED, EXPIRED, CANCELLED, UNDER_REVIEW -> Optional.empty();
        };
    }

    /** What an answer counts as, beyond being one. */
    public static Optional<EngagementKind> of(Intent intent) {
        return switch (intent) {
            case CONFIRM -> Optional.of(CONFIRMED);
            case STOP -> Optional.of(OPTED_OUT);
            case RESCHEDULE, CANCEL, START, HELP, NO, QUESTION, WRONG_PERSON, EMERGENCY, AUTO_REPLY, ACK, OTHER ->
                Optional.empty();
        };
    }
}
