package com.ovhi.outreach.orchestrator.settings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;

/**
 * What an organisation sets for itself.
 *
 * @param mostFatigue of a patient who still gets marketing, in [0, 1]
 */
public record OutreachSettings(
        @NotNull @Valid Caps caps,
        @NotNull @Valid Cadence cadence,
        @DecimalMin("0") @DecimalMax("1") double mostFatigue) {

    /** Of an organisation that has set nothing. */
    public static final OutreachSettings DEFAULT = new OutreachSettings(Caps.DEFAULT, Cadence.DEFAULT, 0.7);
}
