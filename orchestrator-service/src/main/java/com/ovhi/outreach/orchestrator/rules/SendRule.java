package com.ovhi.outreach.orchestrator.rules;

/**
 * One thing that can stand against a message. Pure: the same facts give the same verdict. Thread-safe.
 *
 * @param <F> the facts it judges
 */
public interface SendRule<F> {

    /** Its name in decision records. */
    String name();

    /** Raised whenever the same facts may get another verdict. */
    default int version() {
        return 1;
    }

    /** Judges. */
    Verdict judge(F facts);
}
