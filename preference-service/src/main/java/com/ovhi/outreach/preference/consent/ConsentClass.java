package com.ovhi.outreach.preference.consent;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kind of message consent is about. */
public enum ConsentClass {
    /** About the patient's own care: visits, refills, results. */
    TRANSACTIONAL,
    /** Everything else. */
    MARKETING;

    /** The name in the database and in answers. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
