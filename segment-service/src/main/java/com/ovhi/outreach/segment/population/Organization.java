package com.ovhi.outreach.segment.population;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A clinic group, as far as campaigns speak in its name. */
public record Organization(
        long organizationId, String displayName, @Nullable String phone, ZoneId zone) {

    /** The date there. */
    public LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, zone);
    }

    /** When a day begins there. */
    public Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }
}
