package com.ovhi.outreach.common.security;

/** The roles a token can carry in its {@code roles} claim. */
public final class Roles {

    public static final String CORE_SYSTEM = "core-system";
    public static final String CLINIC_STAFF = "clinic-staff";
    public static final String CAMPAIGN_MANAGER = "campaign-manager";
    public static final String COMPLIANCE = "compliance";
    public static final String OPS = "ops";
    public static final String SERVICE = "service";

    /** Reads measurements and nothing else. */
    public static final String MONITORING = "monitoring";

    private Roles() {}
}
