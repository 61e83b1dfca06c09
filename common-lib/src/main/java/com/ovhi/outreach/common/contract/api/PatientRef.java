package com.ovhi.outreach.common.contract.api;

/** A patient of an organisation. */
public record PatientRef(long organizationId, long patientId) {}
