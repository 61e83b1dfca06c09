package com.ovhi.outreach.local.dashboards;

import java.util.Locale;

/**
 * What a panel would show.
 *
 * @param where its dashboard and title
 * @param verdict how good that is
 * @param what in words
 */
record Finding(String where, Verdict verdict, String what) {

    /** How good it is. */
    enum Verdict {
        /** It shows something. */
        SHOWN,
        /** It shows nothing and may. */
        QUIET,
        /** It shows nothing. */
        EMPTY,
        /** What it asks is refused. */
        REFUSED;

        boolean good() {
            return this == SHOWN || this == QUIET;
        }
    }

    /** A line of the table. */
    String line() {
        var word = verdict.good() ? verdict.name().toLowerCase(Locale.ROOT) : verdict.name();
        return String.format(Locale.ROOT, "%-8s %-62s %s", word, where, what);
    }
}
