package com.ovhi.outreach.segment.population;

import java.util.Locale;

/** How a visit stands. */
public enum VisitStatus {
    BOOKED,
    CANCELLED,
    COMPLETED,
    NO_SHOW;

    /** The name in the database. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
