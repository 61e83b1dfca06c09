package com.ovhi.outreach.preference.profile;

import java.util.Locale;

/** Why a patient is never written to again. Only OVHI core says so, and nothing that is told later takes it back. */
public enum Gone {
    /** The patient died. */
    DECEASED,
    /** The record was given up for another one of the same patient. */
    MERGED;

    /** The name in the database, in metrics and in the audit. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why a channel is closed. */
    public String reason() {
        return "patient-" + code();
    }

    /**
     * The constant of a code.
     *
     * @throws IllegalArgumentException when there is none
     */
    static Gone of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
