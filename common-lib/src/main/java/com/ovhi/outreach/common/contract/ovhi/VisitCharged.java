package com.ovhi.outreach.common.contract.ovhi;

/**
 * {@code visit.charged}: what a visit earned.
 */
public record VisitCharged(long appointmentId, long patientId, long organizationId, long amountCents) {}
