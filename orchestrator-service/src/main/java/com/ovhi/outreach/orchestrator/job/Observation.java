package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Milestone;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody saw happen to a job.
 *
 * @param milestones what was reached, with all that it implies, earliest first
 * @param attempt null when the reporter cannot know it
 * @param notSent whether the attempt definitely came to nothing
 * @param failureCode why it ended badly; null when it did not
 */
public record Observation(
        List<Milestone> milestones,
        Instant at,
        @Nullable Integer attempt,
        @Nullable String providerMessageId,
        boolean notSent,
        @Nullable String failureCode) {

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Copies; keeps the precision of the database; lets only codes through. */
    public Observation {
        milestones = List.copyOf(milestones);
        at = at.truncatedTo(ChronoUnit.MICROS);
        failureCode = failureCode == null ? null : code(failureCode);
    }

    /** Somebody else's code, if it is one. */
    static String code(String code) {
        return CODE.matcher(code).matches() ? code : "other";
    }

    /** A milestone this service knows of itself. */
    public static Observation of(Milestone milestone, Instant at) {
        return new Observation(List.of(milestone), at, null, null, false, null);
    }
}
