package com.ovhi.outreach.local.suite;

import java.io.PrintStream;
import java.util.Locale;

/** Tells the person at the terminal how far it is. Thread-safe. */
final class Progress {

    private final PrintStream out;
    private final long begin = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void tell(String what) {
        out.println(String.format(Locale.ROOT, "[%5.1f s] %s", seconds(), what));
    }

    void plain(String text) {
        out.println(text);
    }

    double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
