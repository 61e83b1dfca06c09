package com.ovhi.outreach.orchestrator.settings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When patients hear of their visits, refills and results.
 *
 * @param confirm whether a booking is confirmed at once
 * @param reminderDays calendar days before a visit
 * @param earlyDays calendar days before a visit of one more reminder, if it was booked long before; 0 for none
 * @param earlyLeadDays how many days before the visit it must have been booked for that
 * @param missedAfterHours how long after a missed visit the patient hears of it
 * @param refillDays days from the due date of a refill on which it is noticed; negative is before
 * @param resultAgainHours how long after a result is noticed it is said once more; 0 for never
 * @param visits the finer points of visits
 */
public record Cadence(
        boolean confirm,
        @NotNull @Size(max = 5) List<@Min(1) @Max(60) Integer> reminderDays,
        @Min(0) @Max(60) int earlyDays,
        @Min(0) @Max(365) int earlyLeadDays,
        @Min(0) @Max(24) int missedAfterHours,
        @NotNull @Size(max = 5) List<@Min(-60) @Max(30) Integer> refillDays,
        @Min(0) @Max(336) int resultAgainHours,
        @Valid VisitCadence visits) {

    /** What the evidence favours: three days and one day before, and a week before when there is time. */
    public static final Cadence DEFAULT =
            new Cadence(true, List.of(3, 1), 7, 10, 1, List.of(-7, -2, 3), 72, VisitCadence.DEFAULT);

    /** Copies; what was stored before there were finer points has the usual ones. */
    public Cadence(
            boolean confirm,
            List<Integer> reminderDays,
            int earlyDays,
            int earlyLeadDays,
            int missedAfterHours,
            List<Integer> refillDays,
            int resultAgainHours,
            @Nullable VisitCadence visits) {
        this.confirm = confirm;
        this.reminderDays = List.copyOf(reminderDays);
        this.earlyDays = earlyDays;
        this.earlyLeadDays = earlyLeadDays;
        this.missedAfterHours = missedAfterHours;
        this.refillDays = List.copyOf(refillDays);
        this.resultAgainHours = resultAgainHours;
        this.visits = visits == null ? VisitCadence.DEFAULT : visits;
    }
}
