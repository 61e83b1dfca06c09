package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.SqlInvariants.Query;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** What must have happened before the invariants of a chaos run say anything, from {@code deploy/chaos/occurrences.sql}. */
final class Occurrences {

    private Occurrences() {}

    /** All of them, each a query that counts. */
    static List<Query> all() {
        return SqlInvariants.read("/occurrences.sql");
    }

    /** Tells how often each happened; true when each did. */
    static boolean tell(SuiteDatabase database, PrintStream out) throws SQLException {
        out.println("What happened meanwhile:");
        var never = 0;
        for (var each : all()) {
            var times = database.count(each.sql());
            out.printf(Locale.ROOT, "  %-5s %-66s %d%n", times > 0 ? "ok" : "WRONG", each.name(), times);
            never += times > 0 ? 0 : 1;
        }
        out.println(never == 0 ? "All of it did." : "!!! THE CHECK FAILED: " + never + " never happened. !!!");
        return never == 0;
    }
}
