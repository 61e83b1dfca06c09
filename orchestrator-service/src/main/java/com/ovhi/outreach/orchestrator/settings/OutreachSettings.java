package com.ovhi.outreach.orchestrator.settings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * What an organisation sets for itself.
 *
 * @param mostFatigue of a patient who still gets marketing, in [0, 1]
 * @param callsTellSensitivity whether a call may say that a visit is not sensitive of which no event has told yet
 */
public record OutreachSettings(
        @NotNull @Valid Caps caps,
        @NotNull @Valid Cadence cadence,
        @DecimalMin("0") @DecimalMax("1") double mostFatigue,
        Boolean callsTellSensitivity) {

    /** Of an organisation that has set nothing. */
    public static final OutreachSettings DEFAULT = new OutreachSettings(Caps.DEFAULT, Cadence.DEFAULT, 0.7, false);

    /** Who has not said that its calls are to be believed is safe. */
    public OutreachSettings(Caps caps, Cadence cadence, double mostFatigue, @Nullable Boolean callsTellSensitivity) {
        this.caps = caps;
        this.cadence = cadence;
        this.mostFatigue = mostFatigue;
        this.callsTellSensitivity = Boolean.TRUE.equals(callsTellSensitivity);
    }
}
