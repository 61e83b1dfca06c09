package com.ovhi.outreach.common.phi;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A part of a patient's name. PHI: prints and serialises as a mask.
 *
 * @param reveal the name itself, for a use that is allowed to know it
 */
public record PersonName(String reveal) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PersonName {}

    @JsonValue
    @Override
    public String toString() {
        return Masked.MASK;
    }
}
