package com.ovhi.outreach.scheduler.queue;

import java.util.regex.Pattern;

/** Reason codes as columns hold them. */
public final class Codes {

    private static final int MAX = 64;
    private static final Pattern FOREIGN = Pattern.compile("[^\\x20-\\x7e]");

    private Codes() {}

    /** At most 64 ASCII characters of a code that somebody else chose. */
    public static String of(String code) {
        var clean = FOREIGN.matcher(code).replaceAll("?");
        return clean.length() <= MAX ? clean : clean.substring(0, MAX);
    }
}
