package com.ovhi.outreach.reply.followup;

import java.util.Locale;

/** What a question back asks. */
public enum Topic {
    /** Which of several visits was meant. */
    WHICH_VISIT,
    /** Whether "no" means another time or not at all. */
    NOT_COMING,
    /** Whether a visit shall really be cancelled. */
    REALLY_CANCEL;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Topic of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
