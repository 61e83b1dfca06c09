package com.ovhi.outreach.common.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which queue a message travels in, so that a campaign never delays a reminder, and a thousand reminders nothing urgent. */
public enum Lane {
    /** Messages that cannot wait for anything else. */
    URGENT,
    /** Other transactional messages. */
    PRIORITY,
    /** Campaign messages. */
    BULK;

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
    public static Lane of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The lane of a message; no campaign is urgent. */
    public static Lane of(Purpose purpose, boolean urgent) {
        if (purpose.marketing()) {
            return BULK;
        }
        return urgent ? URGENT : PRIORITY;
    }
}
