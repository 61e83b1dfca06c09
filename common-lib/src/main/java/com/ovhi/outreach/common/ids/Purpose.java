package com.ovhi.outreach.common.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a patient is contacted; the purposes of the design document. */
public enum Purpose {
    /** Asks the patient to confirm a visit just booked or moved. */
    APPT_CONFIRM,
    /** Reminds of a visit and asks for an answer. */
    APPT_REMINDER,
    /** Offers a new visit after a missed one. */
    NO_SHOW,
    /** Says that a prescription can be refilled; never which. */
    RX_REFILL,
    /** Says that there is a new message in the portal; never what about. */
    LAB_READY,
    /** Health education; needs marketing consent. */
    CAMPAIGN_EDUCATION,
    /** Cannot wait for the patient's send window. */
    URGENT;

    /** The name on the wire and in the database: lower case with underscores. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of a wire name.
     *
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static Purpose of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether only patients who opted in to marketing on the channel may receive it. */
    public boolean marketing() {
        return this == CAMPAIGN_EDUCATION;
    }
}
