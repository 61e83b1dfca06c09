package com.ovhi.outreach.orchestrator.projection;

/** A visit of an organisation. */
public record VisitKey(long organizationId, long appointmentId) {}
