package com.ovhi.outreach.common.contract.ovhi;

import java.time.LocalDate;

/**
 * {@code rx.refill_due}: a prescription can be refilled. The medication is deliberately not read.
 */
public record RefillDue(long prescriptionId, long patientId, long organizationId, LocalDate dueOn) {}
