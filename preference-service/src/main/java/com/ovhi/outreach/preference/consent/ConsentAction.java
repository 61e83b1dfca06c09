package com.ovhi.outreach.preference.consent;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What happened to a consent. */
public enum ConsentAction {
    GRANT,
    REVOKE;

    /** The name in the database and in answers. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
