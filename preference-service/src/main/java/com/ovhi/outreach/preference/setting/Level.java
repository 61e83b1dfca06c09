package com.ovhi.outreach.preference.setting;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who may decide a setting, the nearest to the patient first. */
public enum Level {
    PATIENT,
    PROVIDER,
    ORGANIZATION,
    GLOBAL;

    /** The name in the database and in answers. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
