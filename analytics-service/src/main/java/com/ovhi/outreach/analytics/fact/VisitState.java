package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.common.messaging.Times;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * How a visit stands.
 *
 * @param version of the visit in OVHI core; the highest counts, -1 while nothing is known
 * @param at when it ended so; null while it is open
 */
record VisitState(int version, Outcome outcome, @Nullable Instant at) {

    static final VisitState UNKNOWN = new VisitState(-1, Outcome.OPEN, null);

    private static final Comparator<VisitState> ORDER =
            Comparator.comparingInt(VisitState::version).thenComparing(VisitState::outcome);

    /** Keeps what the database keeps. */
    VisitState {
        at = at == null ? null : Times.kept(at);
    }

    /** What stands after both were told, in whichever order. */
    VisitState and(VisitState told) {
        var order = ORDER.compare(this, told);
        if (order == 0) {
            return told.at != null && (at == null || told.at.isBefore(at)) ? told : this;
        }
        return order > 0 ? this : told;
    }

    /** How a visit ended; of one version the later constant counts. */
    enum Outcome {
        OPEN(""),
        CANCELLED("cancelled"),
        NO_SHOW("no_show"),
        KEPT("kept");

        private final String code;

        Outcome(String code) {
            this.code = code;
        }

        /** Its name in the database. */
        String code() {
            return code;
        }

        static Outcome of(String code) {
            for (var each : values()) {
                if (each.code.equals(code)) {
                    return each;
                }
            }
            throw new IllegalArgumentException("No such outcome");
        }
    }
}
