package com.ovhi.outreach.orchestrator.decision;

import java.util.Locale;

/** Why a request became no job. */
public enum Refusal {
    UNKNOWN_PATIENT("There is no such patient"),
    CONTACT_NOT_ALLOWED("The patient cannot be contacted on any channel for this purpose"),
    UNKNOWN_TEMPLATE("There is no such template for this purpose and the channels the patient allows"),
    MISSING_VARIABLE("The template needs more variables"),
    UNSUITABLE_CONTENT("The variables do not suit the template or the channel"),
    CONTACT_CAP("The patient gets enough messages until this one would be useless"),
    PATIENT_TIRED("The patient is tired of messages"),
    NO_SEND_WINDOW("There is no allowed time before the message would be useless"),
    EXPIRED("The message would be useless by now"),
    URGENT_NOT_ALLOWED("Messages of this purpose are never urgent"),
    ALREADY_CONFIRMED("The patient has confirmed the visit already"),
    SUBJECT_SUPERSEDED("What the message is about has changed"),
    CAMPAIGN_HELD("The campaign has been paused or ended since it asked"),
    DUPLICATE_CONTACT("The patient is contacted for this occasion already");

    private final String sentence;

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    /** Its name on the wire. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The refusal of this name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Refusal of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** For people. */
    public String sentence() {
        return sentence;
    }
}
