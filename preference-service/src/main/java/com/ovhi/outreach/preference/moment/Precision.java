package com.ovhi.outreach.preference.moment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How exactly a time was told. WhatsApp tells whole seconds, others milliseconds, our own clock microseconds: what was
 * said "in second 5" may have been said at its very end.
 */
public final class Precision {

    private Precision() {}

    /**
     * The last microsecond at which that may have been which was told as this time. Only what is later is certainly
     * later. Twice the same as once.
     */
    public static Instant latest(Instant told) {
        var micros = told.truncatedTo(ChronoUnit.MICROS);
        for (var unit : new ChronoUnit[] {ChronoUnit.SECONDS, ChronoUnit.MILLIS}) {
            if (micros.equals(told.truncatedTo(unit))) {
                return micros.plus(unit.getDuration()).minus(1, ChronoUnit.MICROS);
            }
        }
        return micros;
    }
}
