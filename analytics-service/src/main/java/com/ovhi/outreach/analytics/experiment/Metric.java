package com.ovhi.outreach.analytics.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import com.ovhi.outreach.common.ids.Purpose;
import java.util.Locale;

/** What may come of an exposure, for a patient: it did or it did not. Only what people did counts. */
enum Metric {
    /** Clicked, replied or confirmed. */
    ENGAGED(false),
    CLICKED(false),
    REPLIED(false),
    CONFIRMED(false),
    /** Came to a visit. */
    KEPT(false),
    UNSUBSCRIBED(true),
    COMPLAINED(true);

    private final boolean guardrail;

    Metric(boolean guardrail) {
        this.guardrail = guardrail;
    }

    /** Whether less of it is better. */
    boolean guardrail() {
        return guardrail;
    }

    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By which variants of a message with this purpose are compared. */
    static Metric primary(Purpose purpose) {
        return switch (purpose) {
            case APPT_CONFIRM, APPT_REMINDER, NO_SHOW -> KEPT;
            case RX_REFILL, LAB_READY, CAMPAIGN_EDUCATION, URGENT -> ENGAGED;
        };
    }
}
