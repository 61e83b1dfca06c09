package com.ovhi.outreach.orchestrator.settings;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * The finer points of when patients hear of their visits.
 *
 * @param earlyByEmail whether the early reminder tries e-mail first
 * @param skipConfirmed whether the last of several reminders is left out once the patient has confirmed
 * @param highRiskMisses of how many missed visits among the last {@code highRiskAmong} on a patient is reminded although they have
 *     confirmed; 0 for never
 * @param hoursBefore hours before a visit of one more reminder, which is sent at that time or not at all; 0 for none
 * @param missedWithinHours for how long a message about a missed visit may be sent on the same day
 * @param rebookAfterDays calendar days after a missed visit a new one is offered once more; 0 for never
 * @param highRiskAmong among how many of the last visits those that were missed are counted
 */
public record VisitCadence(
        boolean earlyByEmail,
        boolean skipConfirmed,
        @Min(0) @Max(20) int highRiskMisses,
        @Min(0) @Max(12) int hoursBefore,
        @Min(1) @Max(12) int missedWithinHours,
        @Min(0) @Max(14) int rebookAfterDays,
        @Min(1) @Max(20) Integer highRiskAmong) {

    private static final int LAST_VISITS = 5;

    /** Of an organisation that has set nothing. */
    public static final VisitCadence DEFAULT = new VisitCadence(true, true, 2, 0, 3, 2, LAST_VISITS);

    /** What was stored before the number of visits could be set counts among the usual one. */
    public VisitCadence(
            boolean earlyByEmail,
            boolean skipConfirmed,
            int highRiskMisses,
            int hoursBefore,
            int missedWithinHours,
            int rebookAfterDays,
            @Nullable Integer highRiskAmong) {
        this.earlyByEmail = earlyByEmail;
        this.skipConfirmed = skipConfirmed;
        this.highRiskMisses = highRiskMisses;
        this.hoursBefore = hoursBefore;
        this.missedWithinHours = missedWithinHours;
        this.rebookAfterDays = rebookAfterDays;
        this.highRiskAmong = highRiskAmong == null ? (Integer) LAST_VISITS : highRiskAmong;
    }

    /** Whether a patient who missed so many of the last visits is reminded whatever they have answered. */
    public boolean highRisk(int missed) {
        return highRiskMisses > 0 && missed >= highRiskMisses;
    }
}
