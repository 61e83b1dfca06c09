package com.ovhi.outreach.common.phi;

/** What patient data looks like wherever it was not meant to be seen. */
public final class Masked {

    /** Stands in logs, exceptions and debug output for every value. */
    public static final String MASK = "***";

    private Masked() {}
}
