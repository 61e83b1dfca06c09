package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.orchestrator.projection.Organization;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patient;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import org.springframework.stereotype.Component;

/** The patient and the organisation an event names. Thread-safe. */
@Component
class KnownCircumstances {

    private final Patients patients;
    private final Organizations organizations;

    KnownCircumstances(Patients patients, Organizations organizations) {
        this.patients = patients;
        this.organizations = organizations;
    }

    /**
     * Looks both up.
     *
     * @throws StillMissing when one is not known yet
     */
    Circumstances of(long organizationId, long patientId) {
        var patient = patients.find(organizationId, patientId)
                .orElseThrow(() -> StillMissing.patient(organizationId, patientId));
        var organization =
                organizations.find(organizationId).orElseThrow(() -> StillMissing.organization(organizationId));
        return new Circumstances(patient, organization);
    }

    /** Both. */
    record Circumstances(Patient patient, Organization organization) {}
}
