package com.ovhi.outreach.common.contract.ovhi;

/**
 * {@code patient.deceased}: a patient died. It is final: nothing told of the patient afterwards brings one back.
 */
public record PatientDeceased(long patientId, long organizationId) {}
