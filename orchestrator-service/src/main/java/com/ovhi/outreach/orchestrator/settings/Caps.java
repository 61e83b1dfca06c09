package com.ovhi.outreach.orchestrator.settings;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * How many messages a patient may get, on all channels together, in any stretch of a day or of seven days.
 *
 * @param perDay routine messages
 * @param perWeek routine messages
 * @param marketingPerWeek marketing messages
 * @param reservedPerWeek how many of {@code perWeek} marketing must leave to the others
 * @param urgentPerDay urgent messages, counted apart from all others
 * @param correctionsPerDay messages that correct what was told of a visit, counted apart from all others; as many reminders that
 *     have followed their record into another one
 */
public record Caps(
        @Min(1) @Max(20) int perDay,
        @Min(1) @Max(50) int perWeek,
        @Min(0) @Max(7) int marketingPerWeek,
        @Min(0) @Max(50) int reservedPerWeek,
        @Min(1) @Max(20) int urgentPerDay,
        @Min(1) @Max(20) Integer correctionsPerDay) {

    private static final int USUAL_CORRECTIONS = 3;

    /** One a day, three in seven days, one of marketing. */
    public static final Caps DEFAULT = new Caps(1, 3, 1, 1, 3, USUAL_CORRECTIONS);

    /** What was stored before corrections were counted has the usual allowance. */
    public Caps(
            int perDay,
            int perWeek,
            int marketingPerWeek,
            int reservedPerWeek,
            int urgentPerDay,
            @Nullable Integer correctionsPerDay) {
        this.perDay = perDay;
        this.perWeek = perWeek;
        this.marketingPerWeek = marketingPerWeek;
        this.reservedPerWeek = reservedPerWeek;
        this.urgentPerDay = urgentPerDay;
        this.correctionsPerDay = correctionsPerDay == null ? (Integer) USUAL_CORRECTIONS : correctionsPerDay;
    }

    @Override
    public String toString() {
        return perDay + "/day " + perWeek + "/7d marketing " + marketingPerWeek + "/7d reserved " + reservedPerWeek
                + " urgent " + urgentPerDay + "/day corrections " + correctionsPerDay + "/day";
    }
}
