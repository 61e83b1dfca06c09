package com.ovhi.outreach.common.contract.ovhi;

/**
 * {@code lab.result_ready}: a result is in the portal. The test name is deliberately not read.
 */
public record LabResultReady(long resultId, long patientId, long organizationId) {

    /** The same, of another record of its patient. */
    public LabResultReady of(long patient) {
        return new LabResultReady(resultId, patient, organizationId);
    }
}
