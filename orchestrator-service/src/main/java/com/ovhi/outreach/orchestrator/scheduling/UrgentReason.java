package com.ovhi.outreach.orchestrator.scheduling;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Why a patient's quiet hours are passed; a closed list, since free text would soon hold patient data. */
enum UrgentReason {
    /** The patient's health may depend on it. */
    @JsonProperty("clinical")
    CLINICAL,
    /** Something is dangerous, such as a recall or an evacuation. */
    @JsonProperty("safety")
    SAFETY,
    /** A site is closed or cannot be reached. */
    @JsonProperty("service-disruption")
    SERVICE_DISRUPTION;

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
