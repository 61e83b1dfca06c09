package com.ovhi.outreach.common.contract.ovhi;

/**
 * {@code patient.merged}: two records were of one patient. {@code patientId} is given up, {@code intoPatientId} stays; what is told of the former afterwards is about the latter.
 */
public record PatientMerged(long patientId, long organizationId, long intoPatientId) {}
