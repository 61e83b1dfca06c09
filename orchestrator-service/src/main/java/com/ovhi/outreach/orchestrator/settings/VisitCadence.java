package com.ovhi.outreach.orchestrator.settings;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * The finer points of when patients hear of their visits.
 *
 * @param earlyByEmail whether the early reminder tries e-mail first
 * @param skipConfirmed whether the last of several reminders is left out once the patient has confirmed
 * @param highRiskMisses of how many missed visits among the last five on a patient is reminded although they have
 *     confirmed; 0 for never
 * @param hoursBefore hours before a visit of one more reminder, which is sent at that time or not at all; 0 for none
 * @param missedWithinHours for how long a message about a missed visit may be sent on the same day
 * @param rebookAfterDays calendar days after a missed visit a new one is offered once more; 0 for never
 */
public record VisitCadence(
        boolean earlyByEmail,
        boolean skipConfirmed,
        @Min(0) @Max(5) int highRiskMisses,
        @Min(0) @Max(12) int hoursBefore,
        @Min(1) @Max(12) int missedWithinHours,
        @Min(0) @Max(14) int rebookAfterDays) {

    /** Among how many visits those that were missed are counted. */
    public static final int LAST_VISITS = 5;

    /** Of an organisation that has set nothing. */
    public static final VisitCadence DEFAULT = new VisitCadence(true, true, 2, 0, 3, 2);

    /** Whether a patient who missed so many of the last visits is reminded whatever they have answered. */
    public boolean highRisk(int missed) {
        return highRiskMisses > 0 && missed >= highRiskMisses;
    }
}
