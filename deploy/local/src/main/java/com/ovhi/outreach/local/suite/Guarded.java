package com.ovhi.outreach.local.suite;

/** A process the suite cannot do without. */
interface Guarded {

    String name();

    boolean alive();

    /** Starts it again with the data it had. */
    void revive();
}
