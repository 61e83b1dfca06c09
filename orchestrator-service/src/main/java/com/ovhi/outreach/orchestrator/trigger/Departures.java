package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.contract.ovhi.PatientDeceased;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Patients who died: nothing more is said to them. Thread-safe. */
@Component
class Departures {

    private final Patients patients;
    private final Cancellations cancellations;

    Departures(Patients patients, Cancellations cancellations) {
        this.patients = patients;
        this.cancellations = cancellations;
    }

    /** Who died under a record that was given up died under the one that stays as well. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void died(PatientDeceased told) {
        var stays = patients.record(told.organizationId(), told.patientId());
        died(told.organizationId(), told.patientId());
        if (stays != told.patientId()) {
            died(told.organizationId(), stays);
        }
    }

    /** Under one record. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void died(long organizationId, long patientId) {
        patients.departed(organizationId, patientId);
        cancellations.departed(organizationId, patientId, "patient-deceased");
    }
}
