package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Ids;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a campaign is run; null is no limit.
 *
 * @param exitOn what ends it for a patient; null is {@code left_segment}. An opt-out always does.
 * @param reentryAfterDays how many days after a patient's last exit they may enter again; null is never
 * @param spread over what time those who enter begin, each at a time of their own within it; null begins at once
 * @param perHour how many messages it asks for in an hour
 * @param staffRepliesWaiting how many answers may wait for the organisation's staff, whatever they are to, before it waits
 *     until some are dealt with
 * @param staffRepliesPerDay how many answers that need a person may come in a day before it waits
 */
record Terms(
        @Nullable Set<Goal> exitOn,
        @Nullable @Min(0) @Max(3_650) Integer reentryAfterDays,
        @Nullable Duration spread,
        @Nullable @Positive Integer perHour,
        @Nullable @Positive Integer staffRepliesWaiting,
        @Nullable @Positive Integer staffRepliesPerDay) {

    private static final double LARGEST = 1L << 53;

    static final Terms NONE = new Terms(null, null, null, null, null, null);

    boolean endsOn(Goal goal) {
        return goal == Goal.OPTED_OUT || (exitOn == null ? goal == Goal.LEFT_SEGMENT : exitOn.contains(goal));
    }

    /** How long after a patient's entry they begin: the same for a patient whenever it is asked for. */
    Duration wait(long campaignId, long patientId) {
        if (spread == null) {
            return Duration.ZERO;
        }
        var id = Ids.of("campaign/" + campaignId + "/spread/" + patientId);
        var fraction = (id.getLeastSignificantBits() << 2 >>> 11) / LARGEST;
        return Duration.ofMillis((long) (spread.toMillis() * fraction));
    }

    /** Who has exited by then begins again on entering the segment again; null when nobody does. */
    @Nullable
    Instant mayReturn(Instant now) {
        return reentryAfterDays == null ? null : now.minus(Duration.ofDays(reentryAfterDays));
    }
}
