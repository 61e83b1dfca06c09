package com.ovhi.outreach.common.contract.ovhi;

import java.time.LocalDate;

/**
 * {@code rx.refill_due}: a prescription can be refilled. The medication is deliberately not read.
 */
public record RefillDue(long prescriptionId, long patientId, long organizationId, LocalDate dueOn) {

    /** The same, of another record of its patient. */
    public RefillDue of(long patient) {
        return new RefillDue(prescriptionId, patient, organizationId, dueOn);
    }
}
