package com.ovhi.outreach.orchestrator.settings;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * When patients hear of their visits, refills and results.
 *
 * @param confirm whether a booking is confirmed at once
 * @param reminderDays calendar days before a visit
 * @param earlyDays calendar days before a visit of one more reminder, if it was booked long before; 0 for none
 * @param earlyLeadDays how many days before the visit it must have been booked for that
 * @param missedAfterHours how long after a missed visit a new one is offered
 * @param refillDays days from the due date of a refill on which it is noticed; negative is before
 * @param resultAgainHours how long after a result is noticed it is said once more; 0 for never
 */
public record Cadence(
        boolean confirm,
        @NotNull @Size(max = 5) List<@Min(1) @Max(60) Integer> reminderDays,
        @Min(0) @Max(60) int earlyDays,
        @Min(0) @Max(365) int earlyLeadDays,
        @Min(0) @Max(24) int missedAfterHours,
        @NotNull @Size(max = 5) List<@Min(-60) @Max(30) Integer> refillDays,
        @Min(0) @Max(336) int resultAgainHours) {

    /** What the evidence favours: three days and one day before, and a week before when there is time. */
    public static final Cadence DEFAULT = new Cadence(true, List.of(3, 1), 7, 10, 1, List.of(-7, -2, 3), 72);

    /** Copies. */
    public Cadence {
        reminderDays = List.copyOf(reminderDays);
        refillDays = List.copyOf(refillDays);
    }
}
