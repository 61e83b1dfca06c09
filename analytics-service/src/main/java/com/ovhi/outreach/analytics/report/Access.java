package com.ovhi.outreach.analytics.report;

/** Who may read what was counted: those who answer for the messages of an organisation. */
public final class Access {

    public static final String READERS = "hasAnyAuthority('clinic-staff','campaign-manager','ops','compliance')";

    private Access() {}
}
